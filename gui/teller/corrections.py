"""Where staff type a value that was not read as it stands on the document."""

from __future__ import annotations

from PyQt5.QtCore import Qt, pyqtSignal
from PyQt5.QtGui import QKeyEvent, QPalette
from PyQt5.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QWidget

from ekyc.document.correction import CORRECTABLE, Correction, shown
from ekyc.document.reading import DocumentReading
from ekyc.errors import SubjectError
from ekyc.messages import Message
from gui.button import TEXT_PADDING, Button, Kind
from gui.dates import shown_value
from gui.look import FOCUS_ROOM, Look
from gui.pieces import clear, column, row, rule, surface
from gui.teller.checks import END_PX
from gui.words import Words


class Corrections(QWidget):
    """A row for each field; the one whose pencil was pressed is typed in. `corrected` is emitted
    with a `Correction`, `left` when staff want to see the checks again."""

    corrected = pyqtSignal(object)
    left = pyqtSignal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._reading: DocumentReading | None = None
        self._edited = ""
        self.field: QLineEdit | None = None
        self._problem: Words | None = None
        inside = column(look, self, gap=8)
        back = Button(look, Kind.TEXT, look.text(Message("window.correct_back")), "arrow_left")
        back.clicked.connect(self.left)
        top = row(look)
        top.addSpacing(-look.px(TEXT_PADDING + FOCUS_ROOM))
        top.addWidget(back)
        top.addStretch(1)
        inside.addLayout(top)
        note = column(look, pad=(0, 0, END_PX, 0), gap=8)
        text = look.text(Message("window.correct_note"))
        note.addWidget(Words(look, text, "caption", colour="text_muted"))
        note.addWidget(rule(look))
        inside.addLayout(note)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(scroll.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = surface("inside")
        self._rows = column(look, rows, (0, 0, END_PX, 0))
        scroll.setWidget(rows)
        inside.addWidget(scroll, 1)

    def show_reading(self, reading: DocumentReading) -> None:
        """What was read, and typed, by now."""
        if reading is not self._reading:
            self._reading = reading
            self._edit("")

    def _edit(self, name: str) -> None:
        """Type in the field `name`; "" for none."""
        self._edited, self.field, self._problem = name, None, None
        clear(self._rows)
        for field_name in shown(self._reading) if self._reading is not None else ():
            self._rows.addWidget(self._row(field_name))
            self._rows.addWidget(rule(self._look))
        self._rows.addStretch(1)
        if self.field is not None:
            self.field.setFocus()
            self.field.selectAll()

    def _row(self, name: str) -> QWidget:
        look = self._look
        field = self._reading.fields.get(name) if self._reading is not None else None
        value = field.untrusted_value if field is not None else ""
        caption = look.text(CORRECTABLE[name])
        whole = QWidget()
        inside = column(look, whole, (0, 8, 0, 8), 4)
        if name == self._edited:
            inside.addWidget(Words(look, caption, "caption", colour="text_muted"))
            inside.addWidget(self._line(caption, value))
            self._problem = Words(look, "", "caption", colour="stop")
            inside.addWidget(self._problem)
            inside.addLayout(self._answers())
            return whole
        line = row(look, gap=8)
        told = column(look)
        told.addWidget(Words(look, caption, "caption", colour="text_muted"))
        text = shown_value(name, value, look.catalogue) or "\u2013"
        told.addWidget(Words(look, text, "body", "semibold"))
        line.addLayout(told, 1)
        pencil = Button(look, Kind.TEXT, "", "pencil")
        pencil.setAccessibleName(look.text(Message("window.correct_field", {"field": caption})))
        pencil.clicked.connect(lambda: self._edit(name))
        line.addWidget(pencil)
        inside.addLayout(line)
        return whole

    def _line(self, caption: str, value: str) -> QLineEdit:
        look = self._look
        field = self.field = _Field(value)
        field.setFont(look.font("body"))
        inks = field.palette()
        inks.setColor(QPalette.ColorRole.Text, look.colour("text"))
        field.setPalette(inks)
        field.setMinimumHeight(look.size("button"))
        field.setAccessibleName(caption)
        field.saved.connect(self._save)
        field.left.connect(lambda: self._edit(""))
        return field

    def _answers(self) -> QHBoxLayout:
        look = self._look
        line = row(look, gap=8)
        save = Button(look, Kind.SECONDARY, look.text(Message("window.correct_save")), "check")
        save.clicked.connect(self._save)
        leave = Button(look, Kind.TEXT, look.text(Message("window.correct_undo")))
        leave.clicked.connect(lambda: self._edit(""))
        line.addWidget(save)
        line.addWidget(leave)
        line.addStretch(1)
        return line

    def _save(self) -> None:
        if self.field is None or self._problem is None:
            return
        try:
            correction = Correction(self._edited, self.field.text())
        except SubjectError as error:
            text = self._look.text(error.message)
            self._problem.set_text(text)
            self.field.setAccessibleDescription(text)
            return
        self.corrected.emit(correction)
        self._edit("")


class _Field(QLineEdit):
    """Enter saves and presses nothing else; Escape leaves the value as it is."""

    saved = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.setMaxLength(64)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """See the class."""
        key = event.key() if event is not None else None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.saved.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
