namespace Granary.Grains.Interfaces.Ingest;

/// <summary>
/// Names a request of a writer. A writer numbers its requests to one table upwards and waits for each before it sends the
/// next: so a table need only remember each writer's last one.
/// </summary>
/// <param name="Writer">The writer: unique for ever, one request at a time.</param>
/// <param name="Number">The request's number, above that of the one before.</param>
public readonly record struct BatchId(Guid Writer, long Number);
