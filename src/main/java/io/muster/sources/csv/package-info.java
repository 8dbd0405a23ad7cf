/**
 * HR events dropped as CSV files into a watched folder.
 *
 * <p>A file goes through these hands: {@link io.muster.sources.csv.CompleteFileFilter} waits until
 * it is complete, {@link io.muster.intake.FeedLock} lets one node have it, {@link
 * io.muster.sources.csv.CsvReader} reads all of it before anything is done, {@link
 * io.muster.sources.csv.CsvIntake} hands row by row to the inbox. The file leaves {@code inbox/}
 * last: whatever happens before, it is picked up again, and the inbox takes no row twice.
 */
@org.jspecify.annotations.NullMarked
package io.muster.sources.csv;
