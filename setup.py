"""Compile the catalogues of messages before the package is built; all else is in setup.cfg."""

from __future__ import annotations

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """Build the package, with the catalogues that its data hold."""

    def run(self) -> None:
        """Compile first, because what is there is what is packed."""
        self.run_command("compile_catalog")
        super().run()

    def find_package_modules(self, package: str, package_dir: str) -> list[tuple[str, str, str]]:
        """Leave this file out: the package's folder is the repository's."""
        found = super().find_package_modules(package, package_dir)
        return [module for module in found if module[1] != "setup"]


setup(cmdclass={"build_py": BuildWithCatalogues})
