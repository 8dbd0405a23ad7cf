/**
 * BambooHR as an HR source.
 *
 * <p>{@link io.muster.sources.bamboohr.Feed} asks who has changed and reads them anew; a webhook
 * only has it look sooner. {@link io.muster.sources.bamboohr.EmployeeTranslator} is where
 * BambooHR's fields and tables become a snapshot.
 */
@org.jspecify.annotations.NullMarked
package io.muster.sources.bamboohr;
