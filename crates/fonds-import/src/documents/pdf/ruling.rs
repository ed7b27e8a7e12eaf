//! Lines and small shapes that a page draws: what tables are ruled with, and bullets that are no letters.

use super::page::{Glyph, Page};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};

/// A page with more of either is a drawing.
const MOST: usize = 20_000;
/// A page with more small shapes is a drawing too.
const MOST_DOTS: usize = 300;
/// A filled shape that is not thicker is a rule, in points.
const THICK: f64 = 3.0;
/// A rule is not shorter, in points.
const SHORT: f64 = 4.0;
/// Bullets are so large, in points.
const BULLET: std::ops::Range<f64> = 1.5..8.0;

/// A straight line, level or upright.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    /// Its height where it is level, its distance from the left where it is upright.
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// The lines and small shapes of a page.
#[derive(Default)]
pub(super) struct Ruling {
    pub level: Vec<Rule>,
    pub upright: Vec<Rule>,
    dots: Vec<Rect>,
}

impl Ruling {
    /// Takes down the straight lines of a path that is stroked, rules among shapes that are filled, and small shapes.
    pub fn take(&mut self, path: &BezPath, transform: Affine, is_stroked: bool) {
        if self.level.len() + self.upright.len() > MOST {
            return;
        }
        let (mut start, mut last) = (Point::ORIGIN, Point::ORIGIN);
        let mut shape = BezPath::new();
        for element in path.elements() {
            let element = transform * *element;
            let end = match element {
                PathEl::MoveTo(to) => {
                    self.shape(&std::mem::take(&mut shape), is_stroked);
                    (start, last) = (to, to);
                    shape.move_to(to);
                    continue;
                }
                PathEl::LineTo(to) | PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => to,
                PathEl::ClosePath => start,
            };
            let is_straight = matches!(element, PathEl::LineTo(_) | PathEl::ClosePath);
            if is_stroked && is_straight {
                self.line(last, end);
            }
            if shape.elements().is_empty() {
                shape.move_to(last);
            }
            shape.push(element);
            last = end;
        }
        self.shape(&shape, is_stroked);
    }

    fn line(&mut self, a: Point, b: Point) {
        if (a.y - b.y).abs() < 0.7 && (a.x - b.x).abs() >= SHORT {
            self.level.push(Rule { at: (a.y + b.y) / 2.0, from: a.x.min(b.x), to: a.x.max(b.x) });
        } else if (a.x - b.x).abs() < 0.7 && (a.y - b.y).abs() >= SHORT {
            self.upright.push(Rule { at: (a.x + b.x) / 2.0, from: a.y.min(b.y), to: a.y.max(b.y) });
        }
    }

    fn shape(&mut self, shape: &BezPath, is_stroked: bool) {
        if shape.elements().len() < 3 {
            return;
        }
        let area = shape.bounding_box();
        let (width, height) = (area.width(), area.height());
        if is_stroked && width.max(height) > BULLET.end {
            // Its lines were taken down one by one.
        } else if height <= THICK && width >= SHORT {
            self.level.push(Rule { at: area.center().y, from: area.x0, to: area.x1 });
        } else if width <= THICK && height >= SHORT {
            self.upright.push(Rule { at: area.center().x, from: area.y0, to: area.y1 });
        } else if BULLET.contains(&width)
            && BULLET.contains(&height)
            && (0.6..1.7).contains(&(width / height))
        {
            self.dots.push(area);
        }
    }
}

/// Writes small shapes that stand before a line's first letter as bullets.
pub(super) fn write_bullets(page: &mut Page) {
    let dots = std::mem::take(&mut page.ruling.dots);
    if dots.len() > MOST_DOTS {
        return;
    }
    for dot in dots {
        let middle = dot.center().y;
        let on_line = |glyph: &&Glyph| middle > glyph.y() && middle < glyph.y() + glyph.size() * 0.8;
        let near = |glyph: &&Glyph| glyph.x() + glyph.width() > dot.x0 - glyph.size() * 4.0;
        let row = page.glyphs.iter().filter(on_line).filter(near);
        let Some(first) = row.min_by(|a, b| a.x().total_cmp(&b.x())) else { continue };
        let gap = first.x() - dot.x1;
        if gap > 0.0 && gap < first.size() * 2.5 && dot.width() < first.size() * 0.7 {
            let place = Rect::new(dot.x0, first.y(), dot.x1, first.y() + first.size());
            page.glyphs.push(Glyph::new('•', place));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_thin_boxes_are_rules() {
        let mut ruling = Ruling::default();
        ruling.take(&Rect::new(10.0, 10.0, 110.0, 60.0).to_path(0.1), Affine::IDENTITY, true);
        assert_eq!((ruling.level.len(), ruling.upright.len()), (2, 2));
        ruling.take(&Rect::new(10.0, 100.0, 110.0, 100.5).to_path(0.1), Affine::scale(2.0), false);
        assert_eq!(ruling.level[2], Rule { at: 200.5, from: 20.0, to: 220.0 });
        ruling.take(&Rect::new(10.0, 10.0, 110.0, 60.0).to_path(0.1), Affine::IDENTITY, false);
        assert_eq!((ruling.level.len(), ruling.upright.len(), ruling.dots.len()), (3, 2, 0));
        ruling.take(&kurbo::Circle::new((5.0, 5.0), 2.0).to_path(0.1), Affine::IDENTITY, false);
        assert_eq!(ruling.dots.len(), 1);
    }
}
