"""Static files under names that hold a hash of what is in them, and so may be kept for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites what our ES modules import too: else a browser could mix old modules with new."""

    support_js_module_import_aggregation = True
