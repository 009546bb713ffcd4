"""Pictures: read by Pillow and written anew, so that nothing but the picture is left."""

import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from .base import Checked, RefusedError

MOST_PIXELS = 40_000_000
WIDEST = 2400
_FORMATS = {"jpg": ("JPEG", "image/jpeg"), "png": ("PNG", "image/png"), "webp": ("WEBP", "image/webp")}


def check(path, target, suffix):
    """The picture, written anew to `target`. Raises `RefusedError`."""
    name, media_type = _FORMATS[suffix]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[name]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise RefusedError("Das Bild hat zu viele Punkte.")
                picture.load()
                # Phones note how they were held in what is not kept.
                upright = ImageOps.exif_transpose(picture)
                clean = upright.convert("RGBA" if upright.has_transparency_data and suffix != "jpg" else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedError("Das ist kein Bild, das wir lesen können, oder es ist zu groß.") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, ZeroDivisionError) as error:
        raise RefusedError("Das Bild ist beschädigt.") from error
    clean.thumbnail((WIDEST, WIDEST))
    clean.info = {}
    clean.save(target, name)
    return Checked(target, suffix, media_type)
