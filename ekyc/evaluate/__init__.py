"""Error rates on labelled data: what every threshold is stated by."""
