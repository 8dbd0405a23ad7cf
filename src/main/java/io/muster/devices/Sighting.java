package io.muster.devices;

/**
 * What was seen of an action on the device itself.
 *
 * @param progress how far it has come
 * @param words what was seen, for people: why it failed, since when the device is silent
 */
public record Sighting(Progress progress, String words) {}
