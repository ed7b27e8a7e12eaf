//! Rectangles and matrices, in points, with the origin at the lower left.

/// Points in a millimetre.
pub(super) const MM: f64 = 72.0 / 25.4;

/// A rectangle with its lower left and its upper right corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub bottom: f64,
    pub right: f64,
    pub top: f64,
}

impl Rect {
    /// Any two opposite corners do.
    pub fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { left: x0.min(x1), bottom: y0.min(y1), right: x0.max(x1), top: y0.max(y1) }
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.top - self.bottom
    }

    /// What both have in common; without width or height if that is nothing.
    pub fn intersect(&self, other: &Rect) -> Rect {
        let left = self.left.max(other.left);
        let bottom = self.bottom.max(other.bottom);
        Rect {
            left,
            bottom,
            right: self.right.min(other.right).max(left),
            top: self.top.min(other.top).max(bottom),
        }
    }

    /// The smallest rectangle around both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }

    /// Larger by so much on each side.
    pub fn grown(&self, by: f64) -> Rect {
        Rect { left: self.left - by, bottom: self.bottom - by, right: self.right + by, top: self.top + by }
    }
}

/// A transformation as ISO 32000-2, 8.3.4 writes it: x′ = ax + cy + e, y′ = bx + dy + f.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Turns a rectangle clockwise by quarters and moves it, so that its lower left corner is the origin.
    pub fn upright(rect: &Rect, quarters: u8) -> Self {
        let Rect { left, bottom, right, top } = *rect;
        Self(match quarters % 4 {
            0 => [1.0, 0.0, 0.0, 1.0, -left, -bottom],
            1 => [0.0, -1.0, 1.0, 0.0, -bottom, right],
            2 => [-1.0, 0.0, 0.0, -1.0, right, top],
            _ => [0.0, 1.0, -1.0, 0.0, top, -left],
        })
    }

    /// This, then a scaling.
    pub fn scaled(self, by: f64) -> Self {
        Self(self.0.map(|value| value * by))
    }

    /// This, then a move.
    pub fn moved(self, x: f64, y: f64) -> Self {
        let [a, b, c, d, e, f] = self.0;
        Self([a, b, c, d, e + x, f + y])
    }

    /// Where a rectangle comes to lie. Only for turns by quarters.
    pub fn apply(&self, rect: &Rect) -> Rect {
        let [a, b, c, d, e, f] = self.0;
        let point = |x: f64, y: f64| (a * x + c * y + e, b * x + d * y + f);
        let (x0, y0) = point(rect.left, rect.bottom);
        let (x1, y1) = point(rect.right, rect.top);
        Rect::new(x0, y0, x1, y1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_pages_stand_at_the_origin() {
        let page = Rect::new(10.0, 20.0, 110.0, 220.0);
        for (quarters, width, height) in
            [(0, 100.0, 200.0), (1, 200.0, 100.0), (2, 100.0, 200.0), (3, 200.0, 100.0)]
        {
            let upright = Matrix::upright(&page, quarters);
            assert_eq!(upright.apply(&page), Rect::new(0.0, 0.0, width, height), "{quarters} quarters");
        }
    }

    #[test]
    fn a_quarter_clockwise_brings_the_upper_left_corner_to_the_right() {
        let page = Rect::new(0.0, 0.0, 100.0, 200.0);
        let corner = Matrix::upright(&page, 1).apply(&Rect::new(0.0, 190.0, 10.0, 200.0));
        assert_eq!(corner, Rect::new(190.0, 90.0, 200.0, 100.0));
    }
}
