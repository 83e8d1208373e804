"""Trains a small recognizer on lines that Foxing makes while it trains, and shows that its error falls.

usage: train_crnn.py [PAGE...] [--seconds 60] [--workers 1]

Without pages it takes those in fixtures/pages whose words have places. A CRNN: convolutions, a recurrent layer over the columns, CTC.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader

import foxing
import foxing.torch

PIPELINE = """\
stages:
  print:
    - ink-bleed: {p: 0.3, severity: mild}
    - letterpress: {p: 0.2, severity: mild}
  scan:
    - rotate: {angle: -1..1}
    - lighting-gradient: {p: 0.3, severity: mild}
    - subtle-noise: {p: 0.5}
    - jpeg: {quality: 50..90, p: 0.5}
"""


class Recognizer(nn.Module):
    """Columns of a line in, letters out."""

    def __init__(self, letters: int, height: int) -> None:
        super().__init__()

        def block(before: int, after: int, pool: tuple[int, int]) -> nn.Sequential:
            return nn.Sequential(
                nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU(), nn.MaxPool2d(pool)
            )

        self.columns = nn.Sequential(block(1, 24, (2, 2)), block(24, 48, (2, 2)), block(48, 96, (2, 1)))
        self.over = nn.GRU(96 * (height // 8), 96, bidirectional=True, batch_first=True)
        self.letters = nn.Linear(192, letters + 1)

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        found = self.columns(1 - batch.float() / 255)
        sequence, _ = self.over(found.permute(0, 3, 1, 2).flatten(2))
        return self.letters(sequence).log_softmax(2)


def distance(first: str, second: str) -> int:
    """Insertions, deletions and substitutions between two texts."""
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def read(scores: torch.Tensor, alphabet: str) -> list[str]:
    """The likeliest letters, repeated ones and blanks left out."""
    texts = []
    for row in scores.argmax(2).tolist():
        kept = [letter for letter, before in zip(row, [0, *row], strict=False) if letter not in (0, before)]
        texts.append("".join(alphabet[letter - 1] for letter in kept))
    return texts


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    torch.manual_seed(1)
    pages = given.pages or [Path(__file__).parents[1] / "fixtures" / "pages" / "article-en.png"]

    dataset = foxing.torch.LineDataset(foxing.Pipeline.from_text(PIPELINE), pages, seed=1, height=32, unit="word")
    alphabet = "".join(sorted({letter for _, text in (dataset[i] for i in range(len(dataset))) for letter in text}))
    loader = DataLoader(
        dataset,
        batch_size=24,
        sampler=dataset.sampler(seed=1),
        num_workers=given.workers,
        collate_fn=foxing.torch.collate,
        persistent_workers=given.workers > 0,
    )
    model = Recognizer(len(alphabet), 32)
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    loss_of = nn.CTCLoss(zero_infinity=True)

    # Held out: an epoch that training never gets to.
    dataset.set_epoch(10**6)
    held = foxing.torch.collate([dataset[i] for i in range(0, len(dataset), max(1, len(dataset) // 48))])

    def error() -> float:
        model.eval()
        with torch.no_grad():
            texts = read(model(held[0]), alphabet)
        model.train()
        wrong = sum(distance(text, truth) for text, truth in zip(texts, held[2], strict=True))
        return wrong / sum(len(truth) for truth in held[2])

    start, epoch, waited, steps = time.monotonic(), 0, 0.0, 0
    first = best = error()
    while time.monotonic() - start < given.seconds:
        dataset.set_epoch(epoch)
        asked = time.monotonic()
        for images, widths, texts in loader:
            waited += time.monotonic() - asked
            scores = model(images).permute(1, 0, 2)
            target = torch.tensor([alphabet.index(letter) + 1 for text in texts for letter in text])
            loss = loss_of(
                scores, target, (widths // 4).clamp(max=scores.shape[0]), torch.tensor([len(t) for t in texts])
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            steps += 1
            asked = time.monotonic()
            if asked - start > given.seconds:
                break
        epoch += 1
        best = min(best, error())
        print(
            f"epoch {epoch}: {steps} steps, loss {loss.item():.2f}, error of letters on held-out lines {best:.2f}",
            flush=True,
        )
    passed = time.monotonic() - start
    print(f"error {first:.2f} -> {best:.2f}; {waited / passed:.0%} of {passed:.0f} s were spent waiting for lines")
    # A model that answers nothing at all has an error of 1, and is where each begins.
    if best > 0.9:
        raise SystemExit(f"the error did not fall: {steps} steps are too few, let it train for more --seconds")


if __name__ == "__main__":
    main()
