package io.muster.devices.hexnode;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An order that erases nothing, and so may go out for many devices in one call.
 *
 * @param action what the ledger calls it
 * @param detail what tells it from others of the same action, such as the policy's name, or empty
 * @param done what happens to the devices, for people
 * @param name what Hexnode calls it
 * @param body finds out what the call needs besides the devices, and makes its body for some
 */
record CommonOrder(
    String action,
    String detail,
    String done,
    String name,
    Supplier<Function<List<Long>, Object>> body) {}
