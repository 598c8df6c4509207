from __future__ import annotations

import numpy as np
import pytest

from ekyc.document.merge import merge
from ekyc.document.reading import DocumentReading, Field, FieldStatus, Page
from ekyc.errors import SubjectError
from ekyc.evaluate.printed import judged, printed_counts, printed_truth


def reading(*fields: Field) -> DocumentReading:
    page = Page(np.zeros((8, 8, 3), np.uint8), np.zeros((4, 2), np.float32))
    return DocumentReading(page, None, None, (), merge(fields), None, None, ())


def test_only_print_is_judged() -> None:
    found = judged(
        reading(
            Field("surname", "GARCIA", "mrz", FieldStatus.READ),
            Field("surname", "GARCÍA", "print", FieldStatus.READ),
            Field("date_of_birth", "2001-03-18", "mrz", FieldStatus.CHECKED),
            Field("sex", "M", "print", FieldStatus.READ),
            Field("document_number", "7360", "print", FieldStatus.DOUBTFUL),
        ),
        {"surname": "García", "date_of_birth": "2001-03-18", "sex": "F", "document_number": "7361"},
    )
    assert found == {
        "surname": "right",
        "date_of_birth": "absent",
        "sex": "wrong",
        "document_number": "wrong_doubtful",
    }
    counts = printed_counts([found, judged(None, {"sex": "F"}), {}])
    assert (counts["n_documents"], counts["right"], counts["absent"]) == (2, 1, 2)
    assert counts["by_field"]["sex"]["wrong"] == counts["by_field"]["sex"]["absent"] == 1


def test_what_is_no_json_of_texts_is_refused() -> None:
    assert printed_truth("", "a.csv", 2) == {}
    assert printed_truth('{"sex": "F"}', "a.csv", 2) == {"sex": "F"}
    for text in ("{", "[]", '{"sex": 1}'):
        with pytest.raises(SubjectError) as caught:
            printed_truth(text, "a.csv", 2)
        assert caught.value.message.params["row"] == 2
