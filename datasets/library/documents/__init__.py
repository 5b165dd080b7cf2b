"""Turn a file of any format into text: DOCX, HTML, PDF."""
