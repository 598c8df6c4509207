"""Files from outside, decoded and read in a process of their own, under limits.

What somebody gives as a file (a picture, a PDF, a video) is decoded by libraries that were written
for speed; a file made for it may crash them, hang them, fill the memory or take them over. That
costs one sentence here: the process that decodes holds nothing else, can reach nothing else
(`confine`), is ended when it takes too long or too much (`process`), and what it answers is plain
numbers and text (`wire`, `plain_form`), never objects that Python would make for it.

Frames of the kiosk's own camera are no files, and the data sets that `ekyc evaluate` and
`ekyc train` are pointed at are the operator's own: these are decoded where they are used.
"""
