/** Hexnode as a fleet: the contract on its simulator, and what the contract cannot see. */
@org.jspecify.annotations.NullMarked
package io.muster.devices.hexnode;
