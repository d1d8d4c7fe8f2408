// What every staff page gets. Each part enhances markup that works without it.
import { startBusy } from "./busy.js";
import { startChoosing } from "./choose.js";
import { startComboboxes } from "./combobox.js";
import { startDropzones } from "./dropzone.js";
import { startKeys } from "./keys.js";
import { startLetters } from "./letter.js";
import { startKinds } from "./kinds.js";
import { startPasskeys } from "./passkey.js";
import { startRows } from "./rows.js";

startBusy();
startChoosing();
startComboboxes();
startDropzones();
startKeys();
startLetters();
startKinds();
startPasskeys();
startRows();
