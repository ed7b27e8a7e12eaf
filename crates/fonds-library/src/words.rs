//! Words for people, Vietnamese and English: what happened, and what to do next.

use serde::{Deserialize, Serialize};

/// A language of the shells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// English
    #[default]
    #[serde(rename = "en")]
    English,
    /// Tiếng Việt
    #[serde(rename = "vi")]
    Vietnamese,
}

impl Language {
    /// By a tag such as `vi`, `vi_VN.UTF-8` or `en-GB`; English for any other.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("vi") { Self::Vietnamese } else { Self::English }
    }

    /// The tag of the locale that citations use by default.
    pub fn locale(self) -> &'static str {
        match self {
            Self::English => "en-US",
            Self::Vietnamese => "vi-VN",
        }
    }
}

/// Message and hint for a code; `{}` stands for the subject. `None` when the code has no words.
pub(crate) fn problem(code: &str, language: Language, subject: &str) -> Option<(String, String)> {
    let entry = SENTENCES.iter().find(|entry| entry.0 == code)?;
    let (message, hint) = match language {
        Language::English => (entry.1, entry.2),
        Language::Vietnamese => (entry.3, entry.4),
    };
    Some((message.replace("{}", subject), hint.replace("{}", subject)))
}

/// A colour of highlights.
pub(crate) fn colour(colour: fonds_model::Colour, language: Language) -> &'static str {
    use fonds_model::Colour::{Blue, Green, Pink, Purple, Yellow};
    match (language, colour) {
        (Language::English, _) => colour.name(),
        (Language::Vietnamese, Yellow) => "vàng",
        (Language::Vietnamese, Green) => "xanh lá",
        (Language::Vietnamese, Blue) => "xanh dương",
        (Language::Vietnamese, Pink) => "hồng",
        (Language::Vietnamese, Purple) => "tím",
    }
}

/// For a failure without words of its own.
pub(crate) fn unexpected(language: Language, detail: &str) -> (String, String) {
    match language {
        Language::English => (
            format!("That did not work: {detail}."),
            "Try again; if it comes back, check the library.".into(),
        ),
        Language::Vietnamese => (
            format!("Không thực hiện được: {detail}."),
            "Hãy thử lại; nếu vẫn lỗi, hãy kiểm tra thư viện.".into(),
        ),
    }
}

/// Code, English message, English hint, Vietnamese message, Vietnamese hint.
type Sentence = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const SENTENCES: &[Sentence] = &[
    // Import
    ("empty-file", "The file is empty.", "Choose a file that holds text.",
     "Tập tin rỗng.", "Hãy chọn tập tin có nội dung."),
    ("binary-file", "The file is not text, and not of a kind that Fonds reads.", "Save it as text, HTML, Word or PDF and import that.",
     "Tập tin không phải văn bản, cũng không thuộc loại Fonds đọc được.", "Hãy lưu thành văn bản, HTML, Word hoặc PDF rồi nhập."),
    ("no-text", "No article text was found in the file.", "Open the file to see whether it holds an article.",
     "Không tìm thấy nội dung bài viết trong tập tin.", "Hãy mở tập tin để xem có bài viết hay không."),
    ("unknown-format", "Fonds cannot read this kind of file.", "Save it as text, HTML, Word or PDF and import that.",
     "Fonds không đọc được loại tập tin này.", "Hãy lưu thành văn bản, HTML, Word hoặc PDF rồi nhập."),
    ("broken-file", "The file is damaged: {}.", "Get it again from where it came from, or open and save it in its own program.",
     "Tập tin bị hỏng: {}.", "Hãy lấy lại từ nguồn, hoặc mở và lưu lại bằng chương trình của nó."),
    ("encrypted-file", "The file needs a password: {}.", "Save a copy without the password and import that.",
     "Tập tin có mật khẩu: {}.", "Hãy lưu bản sao không mật khẩu rồi nhập."),
    ("not-an-article", "“{}” is a picture or a helper file, not an article.", "Import the page that shows it.",
     "“{}” là hình ảnh hoặc tập tin phụ, không phải bài viết.", "Hãy nhập trang có chứa nó."),
    ("not-a-picture", "“{}” is not a picture that books can show.", "Choose a PNG, JPEG, GIF or WebP.",
     "“{}” không phải hình ảnh mà sách hiển thị được.", "Hãy chọn tập tin PNG, JPEG, GIF hoặc WebP."),
    ("too-large", "The file is too large for an article.", "Split it into several files.",
     "Tập tin quá lớn so với một bài viết.", "Hãy chia thành nhiều tập tin."),
    ("watched-folder", "The folder “{}” cannot be watched.", "Connect its disk, or choose a folder that is there and outside the library.",
     "Không theo dõi được thư mục “{}”.", "Hãy nối ổ đĩa đó, hoặc chọn một thư mục có sẵn nằm ngoài thư viện."),
    // The web
    ("not-an-address", "“{}” is not a web address.", "Copy the address from the browser; it begins with https://.",
     "“{}” không phải địa chỉ web.", "Hãy chép địa chỉ từ trình duyệt; địa chỉ bắt đầu bằng https://."),
    ("robots-refused", "The site asks programs not to fetch {}.", "If you may, fetch it all the same (on the command line: --ignore-robots), or save the page in a browser and import the file.",
     "Trang web yêu cầu chương trình không lấy {}.", "Nếu bạn được phép, cứ lấy về (dòng lệnh: --ignore-robots), hoặc lưu trang bằng trình duyệt rồi nhập tập tin."),
    ("no-connection", "No connection to {}.", "See that you are online and that the address is right.",
     "Không kết nối được tới {}.", "Hãy kiểm tra mạng và địa chỉ."),
    ("connection-unsafe", "The connection to {} is not safe: its certificate is wrong.", "Ask who runs the site, or save the page in a browser and import the file.",
     "Kết nối tới {} không an toàn: chứng chỉ không đúng.", "Hãy hỏi người quản trị trang, hoặc lưu trang bằng trình duyệt rồi nhập tập tin."),
    ("server-slow", "{} did not answer in time.", "Try again later, or save the page in a browser and import the file.",
     "{} không trả lời kịp.", "Hãy thử lại sau, hoặc lưu trang bằng trình duyệt rồi nhập tập tin."),
    ("page-missing", "There is no such page any more: {}.", "Check the address, or look for it in a web archive.",
     "Trang này không còn: {}.", "Hãy kiểm tra địa chỉ, hoặc tìm trong kho lưu trữ web."),
    ("page-refused", "The site refused the page: {}.", "Open it in a browser (it may want a login or a payment), save it there and import the file.",
     "Trang web từ chối: {}.", "Hãy mở bằng trình duyệt (có thể cần đăng nhập hoặc trả phí), lưu lại rồi nhập tập tin."),
    ("server-failed", "The site failed: {}.", "Try again later.",
     "Máy chủ của trang bị lỗi: {}.", "Hãy thử lại sau."),
    ("redirect-loop", "The page leads on and on without end: {}.", "Open it in a browser, save it there and import the file.",
     "Trang chuyển hướng mãi không dừng: {}.", "Hãy mở bằng trình duyệt, lưu lại rồi nhập tập tin."),
    ("answer-damaged", "The answer was cut short or is damaged: {}.", "Try again.",
     "Dữ liệu nhận được bị cắt hoặc hỏng: {}.", "Hãy thử lại."),
    ("page-too-large", "What the address gives is too large for an article: {}.", "Fetch it in a browser, take the part you need and import that.",
     "Nội dung ở địa chỉ này quá lớn: {}.", "Hãy tải bằng trình duyệt, lấy phần cần dùng rồi nhập."),
    ("not-a-page", "The address gives no page or document but {}.", "Import the page that shows it.",
     "Địa chỉ này không phải trang hay tài liệu mà là {}.", "Hãy nhập trang có chứa nó."),
    ("file-missing", "There is no file “{}”.", "Check the path.",
     "Không có tập tin “{}”.", "Hãy kiểm tra đường dẫn."),
    ("file-unreadable", "You have no permission to read “{}”.", "Change its permissions or copy it elsewhere.",
     "Bạn không có quyền đọc “{}”.", "Hãy đổi quyền truy cập hoặc chép sang nơi khác."),
    ("file-failed", "“{}” could not be read.", "Check the disk or copy the file elsewhere.",
     "Không đọc được “{}”.", "Hãy kiểm tra ổ đĩa hoặc chép tập tin sang nơi khác."),
    // The library on disk
    ("library-missing", "There is no Fonds library in this folder: {}.", "Choose a folder that ends in .fonds, or create a library.",
     "Thư mục này không phải thư viện Fonds: {}.", "Hãy chọn thư mục có đuôi .fonds hoặc tạo thư viện mới."),
    ("library-busy", "Work still goes on in the library.", "Wait until it has ended, or stop it, then close the library.",
     "Trong thư viện còn việc đang chạy.", "Hãy đợi xong hoặc dừng việc đó, rồi đóng thư viện."),
    ("no-library", "No library is open.", "Create a library or open one.",
     "Chưa mở thư viện nào.", "Hãy tạo hoặc mở một thư viện."),
    ("library-exists", "The folder is already in use: {}.", "Choose a new or empty folder, or open the library.",
     "Thư mục đã được dùng: {}.", "Hãy chọn thư mục mới hoặc trống, hoặc mở thư viện đó."),
    ("library-locked", "Another program has the library open: {}.", "Close it there, then try again.",
     "Chương trình khác đang mở thư viện: {}.", "Hãy đóng ở đó rồi thử lại."),
    ("library-newer", "The library was made by a newer Fonds.", "Update Fonds, then open it again.",
     "Thư viện được tạo bởi phiên bản Fonds mới hơn.", "Hãy cập nhật Fonds rồi mở lại."),
    ("disk-full", "The disk is full.", "Free some space, then try again. Nothing in the library was lost.",
     "Ổ đĩa đã đầy.", "Hãy giải phóng dung lượng rồi thử lại. Thư viện không mất gì."),
    ("damaged", "The library has a damaged place: {}.", "Check the library, and restore that file from a backup.",
     "Thư viện có chỗ bị hỏng: {}.", "Hãy kiểm tra thư viện và phục hồi tập tin đó từ bản sao lưu."),
    ("catalog-failed", "The catalog did not answer: {}.", "Close the library and open it again, or run “fonds rebuild”. Nothing was lost.",
     "Danh mục không trả lời: {}.", "Hãy đóng rồi mở lại thư viện, hoặc chạy “fonds rebuild”. Không mất dữ liệu nào."),
    ("library-refused", "You have no permission to work in the library: {}.", "Change its permissions, copy it to a folder of your own, or open it with --read-only.",
     "Bạn không có quyền làm việc trong thư viện: {}.", "Hãy đổi quyền truy cập, chép sang thư mục của bạn, hoặc mở với --read-only."),
    ("library-io", "The library's disk did not answer: {}.", "See that the disk is connected, then try again.",
     "Ổ đĩa chứa thư viện không trả lời: {}.", "Hãy xem ổ đĩa còn nối không rồi thử lại."),
    ("library-read-only", "The library is open for reading only.", "Open it without --read-only to change it.",
     "Thư viện đang mở chỉ để đọc.", "Hãy mở không có --read-only để thay đổi."),
    ("undo-gone", "What was changed then is gone.", "Undo again to go on with what was done before.",
     "Những gì đã thay đổi lúc đó không còn nữa.", "Hãy hoàn tác lần nữa để tiếp tục với việc trước đó."),
    ("not-in-trash", "The trash does not hold “{}”.", "List the trash to see what it holds.",
     "Thùng rác không có “{}”.", "Hãy xem danh sách thùng rác."),
    ("backup-other", "The folder holds something else: {}.", "Choose an empty folder, or this library's own backup.",
     "Thư mục đang chứa thứ khác: {}.", "Hãy chọn thư mục trống hoặc bản sao lưu của chính thư viện này."),
    ("backup-differs", "The backup is not an earlier state of this library: {}.", "Keep it as it is, and back up to a new folder.",
     "Bản sao lưu không phải trạng thái trước đây của thư viện này: {}.", "Hãy giữ nguyên nó và sao lưu sang thư mục mới."),
    ("backup-folder", "No backups can be made in “{}”.", "Connect its disk, or choose a folder that is there and outside the library.",
     "Không sao lưu vào “{}” được.", "Hãy nối ổ đĩa đó, hoặc chọn một thư mục có sẵn nằm ngoài thư viện."),
    ("no-backup-plan", "Backups are not planned yet.", "Choose a folder for them first.",
     "Chưa đặt lịch sao lưu.", "Hãy chọn thư mục sao lưu trước."),
    ("no-local-folder", "This machine names no folder for what programs keep.", "Set the variable XDG_DATA_HOME or HOME, then try again.",
     "Máy này không có thư mục riêng cho dữ liệu của chương trình.", "Hãy đặt biến XDG_DATA_HOME hoặc HOME rồi thử lại."),
    ("original-purged", "This original is kept no more: {}.", "The article and its history are still there.",
     "Nguyên bản này không còn được lưu: {}.", "Bài viết và lịch sử của nó vẫn còn."),
    ("unknown-original", "The original is in no file of the library: {}.", "Check the library, and restore the file from a backup.",
     "Không có nguyên bản này trong thư viện: {}.", "Hãy kiểm tra thư viện và phục hồi tập tin từ bản sao lưu."),
    ("search-failed", "The search index did not answer: {}.", "Run “rebuild” to make it anew.",
     "Chỉ mục tìm kiếm không trả lời: {}.", "Hãy chạy “rebuild” để tạo lại."),
    // Articles
    ("unknown-article", "There is no article “{}”.", "Use an id, the beginning of an id, or a citekey from the list.",
     "Không có bài viết “{}”.", "Hãy dùng mã, phần đầu của mã, hoặc khoá trích dẫn trong danh sách."),
    ("ambiguous-article", "Several articles begin with “{}”.", "Give more letters of the id.",
     "Có nhiều bài viết bắt đầu bằng “{}”.", "Hãy gõ thêm ký tự của mã."),
    ("unknown-field", "Articles have no field “{}”.", "The fields are: title, kind, creators, publication, publisher, place, dateline, issued, issue, volume, pages, edition, section, url, identifiers, language, keywords, rights, lead, repository, fonds, series, box, folder, call-number, citekey.",
     "Bài viết không có trường “{}”.", "Các trường: title, kind, creators, publication, publisher, place, dateline, issued, issue, volume, pages, edition, section, url, identifiers, language, keywords, rights, lead, repository, fonds, series, box, folder, call-number, citekey."),
    ("field-empty", "“{}” cannot be empty.", "Type a value.",
     "“{}” không được để trống.", "Hãy nhập giá trị."),
    ("field-kind", "There is no kind “{}”.", "Use newspaper, magazine, journal, web-page, report, letter, interview, speech, legislation, manuscript or document.",
     "Không có loại “{}”.", "Hãy dùng newspaper, magazine, journal, web-page, report, letter, interview, speech, legislation, manuscript hoặc document."),
    ("field-date", "“{}” is not a date that Fonds understands.", "Write 2022-11-25, 2022-11, 2022, 1945? or 1930/1935.",
     "“{}” không phải ngày tháng mà Fonds hiểu.", "Hãy viết 2022-11-25, 2022-11, 2022, 1945? hoặc 1930/1935."),
    ("field-identifier", "“{}” is not an identifier.", "Write its scheme before it: doi:10.1000/182 or issn:0866-7691.",
     "“{}” không phải mã định danh.", "Hãy viết loại mã ở trước: doi:10.1000/182 hoặc issn:0866-7691."),
    ("edit-not-list", "“{}” holds one value; nothing can be added to it.", "Set a new value, or replace a part of the text.",
     "“{}” chỉ có một giá trị nên không thêm được.", "Hãy đặt giá trị mới hoặc thay một phần văn bản."),
    ("edit-nothing-to-find", "There is nothing to look for in “{}”.", "Type the text that is to be replaced.",
     "Chưa có gì để tìm trong “{}”.", "Hãy nhập đoạn văn bản cần thay."),
    ("field-citekey", "“{}” cannot be a citekey.", "Use letters without marks, digits and - _ . :",
     "“{}” không dùng làm khoá trích dẫn được.", "Hãy dùng chữ không dấu, chữ số và - _ . :"),
    ("citekey-taken", "Another article has the citekey “{}”.", "Choose another one.",
     "Bài viết khác đã dùng khoá trích dẫn “{}”.", "Hãy chọn khoá khác."),
    ("quote-not-found", "The article does not contain “{}”.", "Copy the words from the article itself.",
     "Bài viết không có “{}”.", "Hãy chép đúng nguyên văn trong bài."),
    ("unknown-annotation", "There is no annotation “{}”.", "It may have been removed; list the annotations again.",
     "Không có chú thích “{}”.", "Có thể nó đã bị xoá; hãy xem lại danh sách chú thích."),
    ("text-changed", "The text of “{}” has changed meanwhile.", "Open the correction again; keep what you typed by copying it first.",
     "Văn bản của “{}” đã thay đổi trong lúc đó.", "Hãy mở lại phần sửa văn bản; nhớ chép lại những gì đã gõ trước."),
    ("unknown-picture", "The article has no picture “{}”.", "Only pictures that came with the article can stand in it: use one of those, or take it out of the text.",
     "Bài viết không có ảnh “{}”.", "Chỉ dùng được ảnh đã nhập cùng bài: hãy chọn một trong số đó, hoặc bỏ ảnh này khỏi văn bản."),
    ("annotations-target-unknown", "“{}” ends in none of .md, .csv, .jsonld.", "Give the file a name that ends in one of them.",
     "“{}” không có đuôi .md, .csv hoặc .jsonld.", "Hãy đặt tên tập tin có một trong các đuôi đó."),
    ("not-annotations", "“{}” holds no annotations that Fonds can read.", "Choose a file of Web Annotations (.jsonld, .json) or what the Hypothesis API gives.",
     "“{}” không chứa ghi chú mà Fonds đọc được.", "Hãy chọn tập tin Web Annotation (.jsonld, .json) hoặc dữ liệu từ API của Hypothesis."),
    ("annotation-source-unknown", "No article of the library belongs to it: {}.", "Import the article, then the annotations again.",
     "Thư viện không có bài viết tương ứng: {}.", "Hãy nhập bài viết, rồi nhập lại ghi chú."),
    ("picture-not-found", "The article shows no picture “{}”.", "Name a picture that stands in its text.",
     "Bài viết không có ảnh “{}”.", "Hãy nêu một ảnh đang có trong bài."),
    ("region-unclear", "“{}” is no rectangle of a picture.", "Write it as percent:10,20,30,40 or pixel:120,80,200,150: left, top, width, height.",
     "“{}” không phải là một khung chữ nhật trên ảnh.", "Hãy ghi percent:10,20,30,40 hoặc pixel:120,80,200,150: trái, trên, rộng, cao."),
    ("annotation-reply", "It answers another annotation.", "Add what it says to that one’s note.",
     "Đây là câu trả lời cho một ghi chú khác.", "Hãy thêm nội dung vào ghi chú đó."),
    // Tags and collections
    ("unknown-tag", "There is no tag “{}”.", "See the list of tags.",
     "Không có nhãn “{}”.", "Hãy xem danh sách nhãn."),
    ("tag-taken", "There is a tag “{}” already.", "Merge the two tags instead.",
     "Đã có nhãn “{}”.", "Hãy gộp hai nhãn lại."),
    ("tag-slash", "A tag's name holds no “/”: {}.", "Leave it out; drag the tag under another one to nest it.",
     "Tên nhãn không có dấu “/”: {}.", "Hãy bỏ dấu đó; muốn xếp nhãn dưới nhãn khác thì kéo nó vào nhãn kia."),
    ("within-itself", "“{}” cannot stand under itself, or under what stands under it.", "Choose another place for it.",
     "“{}” không thể nằm dưới chính nó hay dưới mục con của nó.", "Hãy chọn chỗ khác."),
    ("smart-collection", "“{}” is a smart collection: its search decides what is in it.", "Change its search, or freeze it to arrange it by hand.",
     "“{}” là bộ sưu tập tự động: câu tìm quyết định trong đó có gì.", "Hãy sửa câu tìm, hoặc cố định bộ sưu tập để sắp xếp bằng tay."),
    ("holds-articles", "“{}” holds articles or parts that were put in by hand.", "Make a new smart collection beside it.",
     "“{}” đang có bài hoặc phần được xếp bằng tay.", "Hãy tạo một bộ sưu tập tự động mới bên cạnh."),
    ("empty-query", "A smart collection needs a search.", "Type what it is to find.",
     "Bộ sưu tập tự động cần có câu tìm.", "Hãy nhập điều cần tìm."),
    ("ambiguous-collection", "Several collections are called “{}”.", "Use its id from the list of collections.",
     "Có nhiều bộ sưu tập tên là “{}”.", "Hãy dùng mã trong danh sách bộ sưu tập."),
    ("empty-tag", "A tag needs a name.", "Type its name.",
     "Nhãn cần có tên.", "Hãy nhập tên nhãn."),
    ("empty-title", "A collection needs a title.", "Type its title.",
     "Bộ sưu tập cần có tên.", "Hãy nhập tên bộ sưu tập."),
    ("unknown-collection", "There is no collection “{}”.", "See the list of collections.",
     "Không có bộ sưu tập “{}”.", "Hãy xem danh sách bộ sưu tập."),
    ("unknown-item", "The collection has no such item: {}.", "List the collection to see its items.",
     "Bộ sưu tập không có mục này: {}.", "Hãy xem danh sách các mục của bộ sưu tập."),
    ("empty-collection", "The collection has no articles yet.", "Add an article, then export.",
     "Bộ sưu tập chưa có bài viết nào.", "Hãy thêm bài viết rồi xuất."),
    // Citing and exporting
    ("unknown-style", "There is no such citation style: {}.", "See the list of styles (fonds styles).",
     "Không có kiểu trích dẫn này: {}.", "Hãy xem danh sách kiểu trích dẫn (fonds styles)."),
    ("unknown-locale", "There is no such citation language: {}.", "Use a code such as vi-VN or en-US.",
     "Không có ngôn ngữ trích dẫn này: {}.", "Hãy dùng mã như vi-VN hoặc en-US."),
    ("style-broken", "The citation style cannot be used: {}.", "Correct the .csl file there, or fetch it again.",
     "Không dùng được kiểu trích dẫn này: {}.", "Hãy sửa tập tin .csl ở chỗ đó, hoặc tải lại tập tin."),
    ("style-parent-missing", "The style is only a name for another one, which is missing: {}.", "Add that style too.",
     "Kiểu này chỉ là tên gọi của một kiểu khác chưa có: {}.", "Hãy thêm cả kiểu đó."),
    ("target-unknown", "“{}” ends in neither .epub nor .pdf.", "Give the file a name that ends in one of them.",
     "“{}” không có đuôi .epub hoặc .pdf.", "Hãy đặt tên tập tin có một trong hai đuôi đó."),
    ("target-folder-missing", "There is no folder “{}”.", "Create it or choose another place.",
     "Không có thư mục “{}”.", "Hãy tạo thư mục hoặc chọn nơi khác."),
    ("target-refused", "You have no permission to write “{}”.", "Choose another place.",
     "Bạn không có quyền ghi “{}”.", "Hãy chọn nơi khác."),
    ("target-is-folder", "“{}” is a folder.", "Give the name of a file.",
     "“{}” là một thư mục.", "Hãy đặt tên tập tin."),
    ("target-failed", "“{}” could not be written.", "Choose another place or check the disk.",
     "Không ghi được “{}”.", "Hãy chọn nơi khác hoặc kiểm tra ổ đĩa."),
    ("no-file-manager", "No file manager answered.", "Open the folder yourself: {}",
     "Không có trình quản lý tập tin nào trả lời.", "Hãy tự mở thư mục: {}"),
    ("link-refused", "This address is not opened: {}", "Only addresses of the web and of mail are; copy it if you trust it.",
     "Địa chỉ này không được mở: {}", "Chỉ mở địa chỉ web và thư điện tử; hãy chép lại nếu bạn tin nó."),
    ("no-browser", "No browser answered.", "Copy the address and open it yourself: {}",
     "Không có trình duyệt nào trả lời.", "Hãy chép địa chỉ và tự mở: {}"),
    ("pdf-layout", "The pages could not be laid out: {}.", "Export as EPUB, and report this collection.",
     "Không dàn trang được: {}.", "Hãy xuất EPUB và báo lỗi bộ sưu tập này."),
    ("unknown-house", "There is no house style “{}”.", "See the list of house styles (fonds styles --print).",
     "Không có kiểu trình bày “{}”.", "Hãy xem danh sách kiểu trình bày (fonds styles --print)."),
    ("house-broken", "The house style cannot be used: {}.", "Correct its style.json, or choose another style.",
     "Không dùng được kiểu trình bày này: {}.", "Hãy sửa style.json của kiểu đó, hoặc chọn kiểu khác."),
    ("template-broken", "The house style's template is broken: {}.", "Correct the template at that line, or choose another style.",
     "Mẫu của kiểu trình bày bị lỗi: {}.", "Hãy sửa mẫu ở dòng đó, hoặc chọn kiểu khác."),
    ("cancelled", "Stopped.", "Nothing was half written; start again when you like.",
     "Đã dừng.", "Không có gì ghi dở; bạn có thể làm lại khi cần."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_whole() {
        for (code, message, hint, thong_bao, goi_y) in SENTENCES {
            for text in [message, hint, thong_bao, goi_y] {
                assert!(!text.is_empty(), "{code}");
            }
            assert_eq!(message.contains("{}"), thong_bao.contains("{}"), "{code}");
            let same = SENTENCES.iter().filter(|entry| entry.0 == *code).count();
            assert_eq!(same, 1, "{code}");
        }
    }

    #[test]
    fn languages_by_tag() {
        assert_eq!(Language::of_tag("vi_VN.UTF-8"), Language::Vietnamese);
        assert_eq!(Language::of_tag("C"), Language::English);
    }
}
