"""Examples of the operations on who speaks, for the laws that hold for every operation."""

from workspaces import SPOKEN, id_of

from law_examples import Example
from rolethread_lite.model.selection import Selection
from rolethread_lite.model.speaker_labels import MappedRole, SpeakerMapping
from rolethread_lite.operations.speakers.map_speakers import MapSpeakers
from rolethread_lite.operations.speakers.set_speaker import SetSpeaker

ALL = Selection()

EXAMPLES: dict[str, list[Example]] = {
    "map-speakers": [
        lambda _: MapSpeakers(
            dataset="tales",
            selection=ALL,
            mapping=(
                SpeakerMapping(label="Mira", as_role=MappedRole.ASSISTANT, character="Mira of the \ud800 pier"),
                SpeakerMapping(label="Orsk", as_role=MappedRole.NARRATOR),
                SpeakerMapping(label="\udc00", as_role=MappedRole.ASSISTANT),
            ),
            create=True,
        ),
    ],
    "set-speaker": [
        lambda _: SetSpeaker(dataset="tales", selection=ALL, speaker="\ud800 م", roles=("assistant",)),
        lambda _: SetSpeaker(dataset="tales", selection=ALL, speaker="", roles=("user", "assistant")),
        lambda work: SetSpeaker(
            dataset="tales",
            selection=Selection(entry_ids=(id_of(work, "tales", SPOKEN),)),
            speaker=" Tess ",
            turns=(1, 0),
        ),
    ],
}
"""Something that each operation can do to the dataset `tales`."""

REPEATED_WITHOUT_EFFECT = {"set-speaker"}
