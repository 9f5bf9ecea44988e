"""Networks by path and hash: what is missing, changed or of another shape never starts."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from config.persons import load_persons
from drivers.contract.device import DeviceState
from drivers.errors import DeviceUnavailable
from drivers.face.dlib_matcher import DlibMatcher
from drivers.face.models import DlibModels, ModelFile, installed_folder

PERSONS = load_persons()


def network(path: Path, shape: tuple[int, ...] = (1, 3, 112, 112), numbers: int = 512) -> ModelFile:
    """A small network of ArcFace's shape: means over patches of 8×8, mixed at random."""
    first = shape[1] == 3
    rng = np.random.default_rng(7)
    patches = (shape[2] // 8) ** 2
    mixing = rng.standard_normal((3 * patches, numbers)).astype(np.float32)
    nodes = [
        *([] if first else [helper.make_node("Transpose", ["input"], ["first"], perm=[0, 3, 1, 2])]),
        helper.make_node(
            "AveragePool", ["input" if first else "first"], ["pooled"], kernel_shape=[8, 8], strides=[8, 8]
        ),
        helper.make_node("Flatten", ["pooled"], ["flat"]),
        helper.make_node("MatMul", ["flat", "mixing"], ["embedding"]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", *shape[1:]])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", numbers])],
        [helper.make_tensor("mixing", TensorProto.FLOAT, mixing.shape, mixing.ravel())],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return of_file(path)


def of_file(path: Path) -> ModelFile:
    return ModelFile(path, hashlib.sha256(path.read_bytes()).hexdigest())


def refused(matcher: DlibMatcher) -> DeviceUnavailable:
    with pytest.raises(DeviceUnavailable) as raised:
        matcher.open()
    assert matcher.process_id is None
    assert matcher.status().state is DeviceState.OFFLINE
    assert not raised.value.retryable
    return raised.value


# ---- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_known_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "network.dat"
    path.write_bytes(b"weights" * 1000)
    model = of_file(path)
    assert model.verified() == path
    assert ModelFile(path, model.sha256.upper()).verified() == path
    path.write_bytes(b"weights" * 999 + b"weightz")
    with pytest.raises(DeviceUnavailable) as changed:
        model.verified()
    assert changed.value.code == "face.model_changed"
    assert changed.value.data == {"model": "network.dat", "found": of_file(path).sha256}
    path.unlink()
    with pytest.raises(DeviceUnavailable, match=r"face\.model_missing model=network\.dat"):
        model.verified()


def test_the_installed_networks_are_the_known_ones() -> None:
    models = DlibModels.within(installed_folder())
    assert models.landmarks.verified().is_file()
    assert models.embedding.verified().is_file()


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    """A folder of one's own with links to the networks."""
    for model in (DlibModels.within(installed_folder()).landmarks, DlibModels.within(installed_folder()).embedding):
        (tmp_path / model.path.name).symlink_to(model.path)
    return tmp_path


def test_networks_in_a_folder_of_ones_own(models_dir: Path) -> None:
    matcher = DlibMatcher(liveness=False, models_dir=str(models_dir))
    matcher.open()
    assert set(matcher.models) == {path.name for path in models_dir.iterdir()}
    matcher.close()


def test_a_changed_network_does_not_start(models_dir: Path) -> None:
    name = "shape_predictor_5_face_landmarks.dat"
    copy = models_dir / "copy"
    shutil.copy(models_dir / name, copy)
    (models_dir / name).unlink()
    damaged = bytearray(copy.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (models_dir / name).write_bytes(damaged)
    error = refused(DlibMatcher(models_dir=str(models_dir)))
    assert (error.code, error.data["model"]) == ("face.model_changed", name)


def test_a_missing_network_does_not_start(models_dir: Path) -> None:
    name = "dlib_face_recognition_resnet_model_v1.dat"
    (models_dir / name).unlink()
    error = refused(DlibMatcher(models_dir=str(models_dir)))
    assert (error.code, error.data) == ("face.model_missing", {"model": name})


# ---- a network of the site's own -------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1, 3, 112, 112), (1, 112, 112, 3)])
def test_a_network_of_the_sites_own_compares(tmp_path: Path, shape: tuple[int, ...]) -> None:
    from drivers.face.engines import EngineSettings, make_engine
    from drivers.face.recipe import frame_template, portrait_template
    from drivers.face.self_match import as_on_a_card

    model = network(tmp_path / "arcface.onnx", shape)
    engine = make_engine(EngineSettings("arcface", onnx_file=str(model.path), onnx_sha256=model.sha256))
    pictures = [_picture(key) for key in ("lin", "ji")]
    boxes = [engine.detect(picture)[0] for picture in pictures]
    portraits = [
        portrait_template(engine, as_on_a_card(picture, box)) for picture, box in zip(pictures, boxes, strict=True)
    ]
    frames = [
        frame_template(engine, [(picture, engine.landmarks(picture, box))])
        for picture, box in zip(pictures, boxes, strict=True)
    ]
    assert frames[0].shape == (512,)
    assert engine.compare(frames[0], frames[0]) == pytest.approx(0, abs=1e-9)
    own, others = engine.compare(portraits[0], frames[0]), engine.compare(portraits[0], frames[1])
    assert 0 <= own < others <= 2
    assert engine.name == f"arcface.onnx {model.sha256[:12]}"


def test_both_channel_orders_give_the_same_numbers(tmp_path: Path) -> None:
    from drivers.face.engine import View
    from drivers.face.engines import EngineSettings, make_engine

    picture = _picture("lin")
    templates: list[np.ndarray] = []
    for name, shape in (("first.onnx", (1, 3, 112, 112)), ("last.onnx", (1, 112, 112, 3))):
        model = network(tmp_path / name, shape)
        engine = make_engine(EngineSettings("arcface", onnx_file=str(model.path), onnx_sha256=model.sha256))
        face = engine.landmarks(picture, engine.detect(picture)[0])
        templates.append(engine.embed(picture, face, [View(), View(mirrored=True)]))
    assert templates[0] == pytest.approx(templates[1], abs=1e-5)


def test_fused_in_the_running_process(tmp_path: Path) -> None:
    model = network(tmp_path / "arcface.onnx")
    matcher = DlibMatcher(
        engine="fused", onnx_file=str(model.path), onnx_sha256=model.sha256, dlib_share=1.0, accept_distance=0.5
    )
    matcher.open()
    assert matcher.models["arcface.onnx"] == model.sha256
    assert "dlib" in matcher.engine
    assert "arcface.onnx" in matcher.engine
    assert matcher.self_match(_picture("lin"))["band"] == "match"
    matcher.close()


def test_a_fused_distance_is_the_share_of_each() -> None:
    from drivers.face.arcface_engine import FusedEngine

    class Numbers:
        """An engine whose templates are given and whose distance is the largest difference."""

        name = "numbers"

        def compare(self, one: np.ndarray, other: np.ndarray) -> float:
            return float(np.abs(one - other).max())

    fused = FusedEngine(Numbers(), Numbers(), 0.25)  # type: ignore[arg-type]
    one, other = np.zeros(128 + 512), np.concatenate([np.full(128, 0.4), np.full(512, 0.8)])
    assert fused.compare(one, other) == pytest.approx(0.25 * 0.4 + 0.75 * 0.8)


def test_another_onnx_file_than_the_named_one_does_not_start(tmp_path: Path) -> None:
    model = network(tmp_path / "arcface.onnx")
    error = refused(DlibMatcher(engine="arcface", onnx_file=str(model.path), onnx_sha256="0" * 64))
    assert (error.code, error.data["found"]) == ("face.model_changed", model.sha256)
    error = refused(DlibMatcher(engine="arcface", onnx_file=str(tmp_path / "no.onnx"), onnx_sha256="0" * 64))
    assert error.code == "face.model_missing"


@pytest.mark.parametrize("why", ["shape", "numbers", "unreadable"])
def test_an_onnx_file_of_another_kind_does_not_start(tmp_path: Path, why: str) -> None:
    path = tmp_path / "other.onnx"
    if why == "unreadable":
        path.write_bytes(b"no network at all" * 100)
        model = of_file(path)
    else:
        shape = (1, 3, 160, 160) if why == "shape" else (1, 3, 112, 112)
        model = network(path, shape, numbers=2 if why == "numbers" else 512)
    error = refused(DlibMatcher(engine="arcface", onnx_file=str(path), onnx_sha256=model.sha256))
    assert (error.code, error.data["why"]) == ("face.model_unusable", "unreadable" if why == "unreadable" else "shape")


def _picture(key: str) -> np.ndarray:
    import cv2

    picture = cv2.imread(str(PERSONS[key].live_picture))
    assert picture is not None
    return picture.astype(np.uint8)
