"""What is sent to import a series: its file."""

from wtforms import FileField, Form, HiddenField


class UploadForm(Form):
    """The ZIP as which a series was taken along."""

    file = FileField("File of a series")


class LibraryForm(Form):
    """The ZIP as which a library was taken along, or the Markdown of one pattern."""

    file = FileField("File of a library")
    seen = HiddenField(default="")  # what tells the file that was looked at from others
