"""What texts in Chinese, and reports among them, are full of: to tell a wrong encoding and a text of another kind."""

# The characters that reports, and Chinese texts of any kind, use most: a third of all. A misread text has hardly any.
COMMON = frozenset(
    "的业建和发展大化新进全工国设加实产一力市中人政推区民动生增高作成城制会改强务经地重体行等年资保持提开农项合社要能个以有济"
    "是不了在我他这们来上为到说时就出可也你对而子那得着下自之过后里小多天心起去看好前些样"
)
# Words of reports, 20 and more of them in a thousand characters.
TELLING = ("发展", "建设", "工作", "经济", "人民", "增长", "生产", "社会", "项目", "政府")
