package io.muster.simulator.hexnode;

/** An application, in the portal's repository or on a device. */
record App(
    int id, String name, String platform, String identifier, String version, boolean managed) {}
