// Binds what the page of an uploaded file adds: progress while it is sent, the square drawn with a pointer or keys.
import { bind, know } from "./modules/bind.js";
import crop from "./modules/crop.js";
import upload from "./modules/upload.js";

know({ crop, upload });
bind(document);
