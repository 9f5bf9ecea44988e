#!/bin/sh
# Lints every QML file with the types of the Python classes known to it; one warning fails.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
types=build/qmltypes
qt_types=$(.venv/bin/python -c 'import PySide6, pathlib; print(pathlib.Path(PySide6.__file__).parent / "Qt/metatypes")')
rm -rf "$types"

# module FOLDER NAME: writes build/qmltypes/NAME for the QmlElements of ui/FOLDER.
module() {
    out="$types/$(echo "$2" | tr . /)"
    mkdir -p "$out"
    # shellcheck disable=SC2046 # no file of ours has a space in its name
    "$bin/pyside6-metaobjectdump" -o "$out/types.json" $(grep -l '^@QmlElement' "ui/$1"/*.py)
    # The dump forgets `constant=True`: a property with neither that nor a signal is complained about at run time instead.
    # It also takes no class for a QObject whose base is one of ours.
    .venv/bin/python - "$out/types.json" <<'PY'
import json, pathlib, sys
path = pathlib.Path(sys.argv[1])
dump = json.loads(path.read_text())
for part in dump if isinstance(dump, list) else [dump]:
    for item in part["classes"]:
        for base in item.get("superClasses", []):
            if base["name"] == "PaintedItem":
                item["object"], base["name"] = True, "QQuickPaintedItem"
        for entry in item.get("properties", []):
            entry["constant"] = "notify" not in entry
path.write_text(json.dumps(dump))
PY
    "$bin/pyside6-qmltyperegistrar" --generate-qmltypes="$out/plugins.qmltypes" \
        --import-name "$2" --major-version 1 --minor-version 0 \
        --foreign-types "$qt_types/qt6core_metatypes.json,$qt_types/qt6gui_metatypes.json,$qt_types/qt6quick_metatypes.json" \
        -o "$out/registration.cpp" "$out/types.json"
    printf 'module %s\ntypeinfo plugins.qmltypes\ndepends QtQuick\n' "$2" > "$out/qmldir"
}
module items Kiosk.Items
module view_models Kiosk.Views

find ui/qml tests/ui/gallery -name '*.qml' -print0 \
    | xargs -0 "$bin/pyside6-qmllint" -W 0 --max-warnings 0 -I ui/qml -I "$types"
