"""Who a face is: one vector of two networks, whose dot product is the weighted similarity of both.

[sqrt(w) a, sqrt(1 - w) b] has length 1 and its dot product with another is w cos(a, a') + (1 - w)
cos(b, b'). Everything that compares faces therefore knows nothing of how many networks there are.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import numpy as np

from ekyc.values import Face, Floats, Rgb
from models import Models, facenet_crop, sface_crop

Encoder = Literal["inception_resnet_v1", "sface"]

SHARES: dict[Encoder, float] = {"inception_resnet_v1": 0.15, "sface": 0.85}
"""Weights in the similarity (docs/measured.md), in the order in which they stand in the vector."""

LENGTHS: dict[Encoder, int] = {"inception_resnet_v1": 512, "sface": 128}


def shares(loaded: Collection[Encoder]) -> dict[Encoder, float]:
    """What each of these networks weighs where there are no others: 1 together."""
    total = sum(SHARES[name] for name in loaded)
    return {name: share / total for name, share in SHARES.items() if name in loaded}


def embed_face(models: Models, rgb: Rgb, face: Face) -> Floats:
    """float32[D] of length 1 for one face of a picture uint8[H, W, 3], by the networks loaded.

    SFace sees the crop and its mirror image, which makes it surer; InceptionResnetV1 gains nothing
    from that.
    """
    crop = sface_crop(rgb, face.keypoints)
    both_ways = models.sface.embed(np.stack([crop, crop[:, ::-1]])).sum(axis=0)
    parts: dict[Encoder, Floats] = {"sface": both_ways / np.linalg.norm(both_ways)}
    if models.encoder is not None:
        own = models.encoder.embed(facenet_crop(rgb, face.box_xyxy)[None])[0]
        parts["inception_resnet_v1"] = own
    return joined(parts)


def joined(parts: dict[Encoder, Floats]) -> Floats:
    """One vector of the encoders' own ones, each of length 1."""
    weighted = [np.float32(np.sqrt(w)) * parts[name] for name, w in shares(parts).items()]
    return np.concatenate(weighted)


def only(embedding: Floats, encoder: Encoder) -> Floats:
    """One encoder's own vector, of length 1, out of the last axis of an `embedding` of all."""
    start = 0
    for name, length in LENGTHS.items():
        if name == encoder:
            break
        start += length
    part = embedding[..., start : start + LENGTHS[encoder]]
    own: Floats = part / np.float32(np.sqrt(SHARES[encoder]))
    return own


def weights_of(models: Models) -> dict[Encoder, str]:
    """The hashes of the weights that made an embedding: only equal ones can be compared."""
    hashes: dict[Encoder, str] = {}
    if models.encoder is not None:
        hashes["inception_resnet_v1"] = models.encoder.identity.sha256
    return {**hashes, "sface": models.sface.identity.sha256}
