"""Prints what Pillow's filters make of a small picture, as the table in Tests/OperationsTests/FilterTests.swift.

Needs Pillow, which the project itself does not: run it in an environment of its own.
"""

from PIL import Image, ImageFilter

NAMES = "blur contour detail edge-enhance edge-enhance-more emboss find-edges sharpen smooth smooth-more".split()
WIDTH, HEIGHT = 9, 7


def picture():
    """Levels that have no order, the same that the test makes."""
    levels = bytes((x * 83 + y * 151 + x * y * 57 + x * x * 7) % 256 for y in range(HEIGHT) for x in range(WIDTH))
    return Image.frombytes("L", (WIDTH, HEIGHT), levels)


def main():
    for name in NAMES:
        kernel = getattr(ImageFilter, name.upper().replace("-", "_"))
        levels = ", ".join(str(level) for level in picture().filter(kernel).tobytes())
        print(f'        "{name}": [{levels}],')


if __name__ == "__main__":
    main()
