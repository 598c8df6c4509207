"""Export facenet-pytorch's P-, R- and O-net to the three ONNX files of `weights/`, once.

    python -m models.training.export_mtcnn [FOLDER]

Each network takes `rgb` float32[N, H, W, 3] of values 0..255 (area-averaged pixels) and normalises
inside, so that the input contract is the picture itself. Outputs: `offsets` float32[N, 4, h, w]
(P-net) or float32[N, 4], `score` float32[N, h, w] or float32[N], and O-net's `points`
float32[N, 10]: five x, then five y, as fractions of the box.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from torch import Tensor, nn

from models.training.torch_family import facenet_pytorch

OPSET = 17


class FromPixels(nn.Module):
    """One stage behind the input contract above."""

    def __init__(self, stage: nn.Module) -> None:
        super().__init__()
        self.stage = stage

    def forward(self, rgb: Tensor) -> tuple[Tensor, ...]:
        """Run the stage on `rgb` float32[N, H, W, 3]."""
        outputs = self.stage((rgb.permute(0, 3, 1, 2) - 127.5) * 0.0078125)
        offsets, *points, probabilities = outputs
        return offsets, probabilities[:, 1], *points


def export(folder: Path) -> list[Path]:
    """Write `mtcnn_pnet.onnx`, `mtcnn_rnet.onnx` and `mtcnn_onet.onnx` into `folder`."""
    mtcnn = facenet_pytorch().MTCNN(keep_all=True).eval()
    written = []
    for name, side in (("pnet", None), ("rnet", 24), ("onet", 48)):
        outputs = ["offsets", "score"] + (["points"] if name == "onet" else [])
        dynamic = {key: {0: "n"} for key in ["rgb", *outputs]}
        if side is None:
            dynamic = {"rgb": {0: "n", 1: "height", 2: "width"}}
            dynamic |= {"offsets": {0: "n", 2: "rows", 3: "columns"}}
            dynamic |= {"score": {0: "n", 1: "rows", 2: "columns"}}
        path = folder / f"mtcnn_{name}.onnx"
        torch.onnx.export(
            FromPixels(getattr(mtcnn, name)),
            (torch.zeros(1, side or 60, side or 80, 3),),
            str(path),
            input_names=["rgb"],
            output_names=outputs,
            dynamic_axes=dynamic,
            opset_version=OPSET,
            dynamo=False,
        )
        written.append(path)
    return written


if __name__ == "__main__":
    for file in export(Path(sys.argv[1] if len(sys.argv) > 1 else "weights")):
        print(file, file.stat().st_size)
