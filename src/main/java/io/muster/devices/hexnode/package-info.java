/** Hexnode UEM as a device fleet, through its REST API. */
@org.jspecify.annotations.NullMarked
package io.muster.devices.hexnode;
