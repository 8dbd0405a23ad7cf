/** Entra as a directory: the contract on its simulator, and what the contract cannot see. */
@org.jspecify.annotations.NullMarked
package io.muster.directory.entra;
