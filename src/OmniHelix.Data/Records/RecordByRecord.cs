namespace OmniHelix.Data.Records;

/// <summary>Records one after the other. For inference one that cannot be read is handed on with its error, and the others go on.</summary>
internal static class RecordByRecord
{
    /// <summary>Reads to the end.</summary>
    /// <param name="options">Whether a record may fail alone.</param>
    /// <param name="next">The next record; null behind the last.</param>
    /// <param name="failed">
    /// Goes behind the record that could not be read, and says what stands for it; null where it is the file that cannot be read.
    /// </param>
    /// <exception cref="OmniException">A record, or the file, cannot be read; also when not one record could be.</exception>
    public static IEnumerable<Example> Read(RecordOptions options, Func<Example?> next, Func<OmniException, Example?> failed)
    {
        OmniException? first = null;
        var isAnyRead = false;
        while (true)
        {
            Example? example;
            try
            {
                example = next();
                isAnyRead |= example is not null;
            }
            catch (OmniException e) when (options.ForInference)
            {
                if (failed(e) is not { } bad) throw;
                first ??= e;
                example = bad with { Error = e };
            }
            if (example is null) break;
            yield return example;
        }
        if (first is not null && !isAnyRead) throw first;
    }
}
