window.CMS_MANUAL_INIT = true; // format.js begins, when it has said what the files look like
