"""How the generator is packed: the files that lie beside the package here lie within it where it is installed.

Receives what setuptools knows of the project, from whose folder it runs; gives a wheel or an sdist that is whole.
`ground/shipped` finds the files in either place. Refuses nothing.
"""

from __future__ import annotations

from pathlib import Path

from setuptools.command.build_py import build_py

_FILES = ("mkdocs.yml", "templates")


class WithTemplates(build_py):
    """Copies the engine's configuration and the templates into the package, unless that is used where it lies."""

    def run(self) -> None:
        """Copy the modules, then these files."""
        super().run()
        for path in [] if self.editable_mode else _shipped():
            target = Path(self.build_lib, "build_scripts", path)
            self.mkpath(str(target.parent))
            self.copy_file(str(path), str(target))

    def get_source_files(self) -> list[str]:
        """Name these files among those that a wheel is made from, for an sdist."""
        return [*super().get_source_files(), *map(str, _shipped())]


def _shipped() -> list[Path]:
    paths = [found for name in _FILES for found in (Path(name), *sorted(Path(name).rglob("*")))]
    return [path for path in paths if path.is_file()]
