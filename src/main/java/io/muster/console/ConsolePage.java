package io.muster.console;

/** Marks the controllers that answer with a page for people. */
interface ConsolePage {}
