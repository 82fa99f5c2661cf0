using System.Globalization;
using OmniHelix.Data.Records;

namespace OmniHelix.Inference;

/// <summary>Sequences that stand in no file, as records named by their number.</summary>
internal static class SequencesInMemory
{
    /// <summary>One record for each sequence, in order.</summary>
    /// <param name="sequences">Text.</param>
    /// <param name="source">Stands for the file in messages.</param>
    public static IEnumerable<Example> Examples(IEnumerable<string> sequences, string source = "sequences") =>
        sequences.Select((sequence, i) => new Example
        {
            Id = (i + 1).ToString(CultureInfo.InvariantCulture),
            Sequence = sequence,
            File = source,
            Record = i + 1,
        });
}
