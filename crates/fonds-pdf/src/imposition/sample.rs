//! A PDF made by hand for the tests: numbered pages with bleed, and all that an imposition leaves out.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// How the pages are made.
#[derive(Clone, Copy)]
pub(super) struct Sample {
    pub pages: usize,
    /// Size of the trim, in points.
    pub size: (i64, i64),
    /// Bleed around it, in points; the page itself is larger by as much again.
    pub bleed: i64,
    pub rotate: i64,
}

impl Default for Sample {
    fn default() -> Self {
        Self { pages: 8, size: (300, 420), bleed: 0, rotate: 0 }
    }
}

impl Sample {
    /// The file: fonts are in the page tree, contents in two streams of which the first ends within a text object.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = Document::with_version("1.7");
        let root = file.new_object_id();
        let pages: Vec<Object> =
            (1..=self.pages).map(|number| self.page(&mut file, root, number).into()).collect();
        let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica-Bold" };
        let font = file.add_object(font);
        let layer = dictionary! { "Type" => "OCG", "Name" => Object::string_literal("A layer") };
        let layer = file.add_object(layer);
        let (width, height) = self.size;
        let around = self.bleed * 2;
        file.set_object(
            root,
            dictionary! {
                "Type" => "Pages",
                "Count" => pages.len() as i64,
                "Kids" => pages,
                "MediaBox" => corners(-around, -around, width + around, height + around),
                "Rotate" => self.rotate,
                "Resources" => dictionary! {
                    "Font" => dictionary! { "F" => font },
                    "Properties" => dictionary! { "L" => layer },
                },
            },
        );
        self.catalog(&mut file, root, layer);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).unwrap();
        bytes
    }

    fn page(&self, file: &mut Document, parent: ObjectId, number: usize) -> ObjectId {
        let (width, height) = self.size;
        let bleed = self.bleed;
        let shade = 0.6 + 0.3 * (number % 2) as f32;
        let ground = format!(
            "0.5 0.7 1 rg {} {} {} {} re f {shade} 1 {shade} rg 0 0 {width} {height} re f \
             0 G 2 w 1 1 {} {} re S /P << /MCID 0 >> BDC 0 g BT /F 90 Tf",
            -bleed,
            -bleed,
            width + 2 * bleed,
            height + 2 * bleed,
            width - 2,
            height - 2,
        );
        let text = format!("40 {} Td (p{number}) Tj ET EMC", height - 120);
        let mut packed = Stream::new(Dictionary::new(), ground.into_bytes());
        packed.compress().unwrap();
        let contents = [packed, Stream::new(Dictionary::new(), text.into_bytes())];
        let contents: Vec<Object> = contents.into_iter().map(|part| file.add_object(part).into()).collect();
        let link = dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => corners(0, 0, 50, 50) };
        let link = file.add_object(link);
        file.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => parent,
            "TrimBox" => corners(0, 0, width, height),
            "BleedBox" => corners(-bleed, -bleed, width + bleed, height + bleed),
            "Contents" => contents,
            "Group" => dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" },
            "StructParents" => number as i64,
            "Annots" => vec![link.into()],
        })
    }

    fn catalog(&self, file: &mut Document, pages: ObjectId, layer: ObjectId) {
        let tree = file.add_object(dictionary! { "Type" => "StructTreeRoot" });
        let outline = file.add_object(dictionary! { "Type" => "Outlines", "Count" => 0 });
        let xmp = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        let xmp = file.add_object(Stream::new(xmp, b"<pdfuaid:part>1</pdfuaid:part>".to_vec()));
        let profile = file.add_object(Stream::new(dictionary! { "N" => 3 }, b"a colour profile".to_vec()));
        let intent = dictionary! {
            "Type" => "OutputIntent",
            "S" => "GTS_PDFA1",
            "OutputConditionIdentifier" => Object::string_literal("sRGB"),
            "DestOutputProfile" => profile,
        };
        let catalog = file.add_object(dictionary! {
            "Type" => "Catalog",
            "Pages" => pages,
            "MarkInfo" => dictionary! { "Marked" => true },
            "StructTreeRoot" => tree,
            "Outlines" => outline,
            "Metadata" => xmp,
            "OCProperties" => dictionary! { "OCGs" => vec![layer.into()], "D" => Dictionary::new() },
            "OutputIntents" => vec![intent.into()],
        });
        let info = file.add_object(dictionary! { "Title" => Object::string_literal("Numbers") });
        file.trailer.set("Root", catalog);
        file.trailer.set("Info", info);
        file.trailer.set("ID", vec![Object::string_literal("first"), Object::string_literal("second")]);
    }
}

fn corners(left: i64, bottom: i64, right: i64, top: i64) -> Object {
    [left, bottom, right, top].map(Object::from).to_vec().into()
}
