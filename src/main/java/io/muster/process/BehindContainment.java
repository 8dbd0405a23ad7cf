package io.muster.process;

/**
 * A step that may wait long for a system of the house. The deployment gate takes it in a leaver's
 * diagram only behind the containment.
 */
public interface BehindContainment {}
