"""Examples of the operations on settings, for the laws that hold for every operation."""

from law_examples import Example
from rolethread_lite.model.setting import Setting
from rolethread_lite.model.settings import read_setting
from rolethread_lite.operations.settings.change_settings import ChangeSettings, ResetSettings
from rolethread_lite.workspace import Workspace

EXAMPLES: dict[str, list[Example]] = {
    "change-settings": [
        lambda _: ChangeSettings(settings=(read_setting("tags.automatic", "imported"),)),
        lambda _: ChangeSettings(
            settings=(Setting(name="display.user", value='"User"'), Setting(name="mirror.name", value='"\\ud800"'))
        ),
    ],
    "reset-settings": [lambda _: ResetSettings(), lambda _: ResetSettings(names=("display.user",))],
}
REPEATED_WITHOUT_EFFECT = {"change-settings", "reset-settings"}


def prepare(workspace: Workspace) -> None:
    """Give a setting another value than it comes with."""
    workspace.run(ChangeSettings(settings=(read_setting("display.user", "Tess"),)))
