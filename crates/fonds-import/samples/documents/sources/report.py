from docx import Document
from docx.shared import Cm
from docx.oxml.ns import qn
from docx.oxml import OxmlElement
import datetime
d=Document()
p=d.core_properties
p.title="Báo cáo đợt lũ"; p.author="Lê Thu Hà; Nguyễn Văn An"; p.language="vi-VN"; p.keywords="lũ, đê"; p.created=datetime.datetime(2022,11,28,6,30)
d.add_heading("Lũ lớn năm 1971",0)
d.add_paragraph("Một tháng sau lũ, dân làng trở về.",style="Subtitle")
d.add_heading("Nước lên",1)
q=d.add_paragraph("Nước sông lên "); q.add_run("rất nhanh").bold=True; q.add_run(" trong đêm, "); q.add_run("cả làng").italic=True; q.add_run(" phải lên đê.")
d.add_paragraph("một",style="List Number"); d.add_paragraph("hai",style="List Number"); d.add_paragraph("chấm",style="List Bullet")
d.add_picture("images/cau.png",width=Cm(4)); d.add_paragraph("Hình 1. Cầu nhìn từ bờ nam",style="Caption")
t=d.add_table(3,3)
for r in range(3):
    for c in range(3): t.cell(r,c).text=f"ô {r}{c}"
t.cell(0,0).merge(t.cell(0,1)); t.cell(1,2).merge(t.cell(2,2))
d.add_heading("Kết",1)
r=d.add_paragraph().add_run("Th\u00ad viÖn Quèc gia ViÖt Nam"); r.font.name=".VnTime"
d.sections[0].header.paragraphs[0].text="ĐẦU TRANG"; d.sections[0].footer.paragraphs[0].text="CHÂN TRANG"
if hasattr(d,"add_comment"):
    d.add_comment(q.runs[1],text="Xem lại con số.",author="Biên tập",initials="BT")
d.save("python-docx.docx")
