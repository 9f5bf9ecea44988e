"""Keys and documents that are kept as one file each: after a power cut there is all of it or what was before."""

import os
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from power_cut import PowerCut, read_record

from offline_cache.disk import write_whole

SMALL_FILES = 5


def test_power_may_fail_while_keys_and_documents_are_kept(memory: Path, recorder: Path) -> None:
    root, log = memory / "disk", memory / "record"
    root.mkdir()
    traced = {"LD_PRELOAD": str(recorder), "RECORD_ROOT": str(root), "RECORD_LOG": str(log)}
    script = Path(__file__).with_name("recorded_whole_files.py")
    subprocess.run([sys.executable, str(script), str(root)], env=os.environ | traced, check=True)

    operations = read_record(log)
    kept: dict[str, list[bytes]] = defaultdict(list)
    """Contents one after the other, as they are when said to be kept."""
    disk = PowerCut(root)
    for done in operations:
        disk.play(done)
        if done.kind == "m":
            path = done.data.decode().removeprefix("kept ")
            kept[path].append(next(disk.images(random.Random(), 0))[path])
    assert len(kept) == SMALL_FILES

    said: dict[str, int] = dict.fromkeys(kept, 0)
    disk, chance, images = PowerCut(root), random.Random(1), 0
    for number, done in enumerate(operations):
        disk.play(done)
        if done.kind == "m":
            said[done.data.decode().removeprefix("kept ")] += 1
        for image in disk.images(chance, 20):
            images += 1
            for path, contents in kept.items():
                place = f"{path} after operation {number} ({done.kind} {Path(done.path).name})"
                assert path in image or not said[path], f"{place}: gone"
                allowed = contents[max(said[path] - 1, 0) : said[path] + 1]
                assert path not in image or image[path] in allowed, f"{place}: not whole"
    print(f"{len(operations)} file operations, {images} images")


def test_it_is_private_and_leaves_no_draft(tmp_path: Path) -> None:
    file = tmp_path / "key"
    write_whole(file, b"first")
    file.chmod(0o644)
    write_whole(file, b"second")
    assert file.read_bytes() == b"second"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["key"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "key"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_whole(folder, b"a file cannot take a directory's place")
    assert [entry.name for entry in tmp_path.iterdir()] == ["key"]
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "key", b"")
