using OmniHelix.Data.Columns;
using OmniHelix.Data.Conversion;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.SequenceFiles;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Synthetic;

/// <summary>What was written.</summary>
/// <param name="Sequences">Real sequences read.</param>
/// <param name="Written">Records written.</param>
/// <param name="Alphabet">Letters drawn; null for methods that draw none.</param>
public sealed record SyntheticResult(long Sequences, long Written, string? Alphabet);

/// <summary>Writes the synthetic counterparts of the sequences of a file.</summary>
public static class SyntheticFile
{
    private const int MostLetters = 64;

    /// <summary>
    /// For every real sequence: with <paramref name="reverseComplements"/> first <c>RC_name</c>, the reverse complement of the real
    /// sequence; then <c>NULL_F_name</c> (the letter tells the method: F frequency, B bootstrap, D distribution, S shuffle), and with
    /// <paramref name="reverseComplements"/> <c>RC_NULL_F_name</c>. Sequences are upper-cased.
    /// </summary>
    /// <param name="input">FASTA, FASTQ or a table.</param>
    /// <param name="output">FASTA or a table; appears whole or not at all.</param>
    /// <param name="options">How sequences are made; without an alphabet the letters of the file are taken.</param>
    /// <param name="reverseComplements">Reverse complements too; proteins have none.</param>
    /// <param name="progress">Is told the sequences read.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="UsageException">OH1631: settings that do not fit.</exception>
    public static SyntheticResult Write(
        string input, string output, SyntheticOptions options, bool reverseComplements = false, IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        if (options.Method == SyntheticMethod.Frequency && options.Alphabet is null)
            options = options with { Alphabet = AlphabetOf(input) };
        var maker = new SyntheticSequences(options);
        var prefix = $"NULL_{options.Method.ToString()[0]}_";
        using var writer = Table.Create(
            output, [new TableColumn(SequenceSource.Id, TableType.Text), new TableColumn(SequenceSource.Sequence, TableType.Text)]);
        var number = 0L;
        foreach (var real in NamedSequences.Read(input))
        {
            var sequence = real.Sequence.ToUpperInvariant();
            number++;
            if (reverseComplements) writer.Append("RC_" + real.Name, Reverse(sequence));
            var made = maker.Next(sequence, number);
            writer.Append(prefix + real.Name, made);
            if (reverseComplements) writer.Append("RC_" + prefix + real.Name, Reverse(made));
            if (number % 256 != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(number);
        }
        writer.Complete();
        return new SyntheticResult(number, writer.Rows, options.Method == SyntheticMethod.Frequency ? options.Alphabet : null);
    }

    /// <summary>The letters of a file, upper case, in order.</summary>
    /// <exception cref="UsageException">OH1631: more letters than any alphabet has.</exception>
    public static string AlphabetOf(string input)
    {
        var letters = new SortedSet<char>();
        foreach (var real in NamedSequences.Read(input)) letters.UnionWith(real.Sequence.ToUpperInvariant());
        return letters.Count <= MostLetters
            ? string.Concat(letters)
            : throw new UsageException("OH1631", FormattableString.Invariant($"{letters.Count} different letters are no alphabet"), input);
    }

    private static string Reverse(string sequence) =>
        Alphabet.ReverseComplement(sequence, sequence.Contains('U', StringComparison.Ordinal));
}
