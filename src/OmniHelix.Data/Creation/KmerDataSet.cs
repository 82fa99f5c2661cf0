using System.Globalization;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Creation;

/// <summary>How sequences become k-mers.</summary>
public sealed record KmerOptions
{
    /// <summary>Letters of a k-mer.</summary>
    public int Length { get; init; } = 6;

    /// <summary>Letters from the start of a k-mer to the start of the next; at most its length.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Chunks and reverse complements.</summary>
    public CreationOptions Records { get; init; } = new();

    /// <exception cref="UsageException">OH1650: a number out of range.</exception>
    internal void Check()
    {
        Records.Check();
        if (Length < 1 || Stride < 1 || Stride > Length)
            throw new UsageException(
                "OH1650", FormattableString.Invariant($"{Length}-mers at every {Stride} letters"), null,
                "Give at least one letter, and a stride from 1 to that length.");
    }
}

/// <summary>What was made.</summary>
/// <param name="Tokenizer">Cuts sequences into these k-mers.</param>
/// <param name="Sequences">Sequences read.</param>
/// <param name="Records">Records written.</param>
/// <param name="Short">Records that are shorter than a k-mer, and have no tokens.</param>
public sealed record KmerResult(OmniTokenizer Tokenizer, long Sequences, long Records, long Short);

/// <summary>
/// Makes a table of sequences with their k-mers, and the tokenizer that cuts any sequence into them as the table has it. The vocabulary is
/// what the sequences hold: special tokens, then the k-mers by their letters.
/// </summary>
public static class KmerDataSet
{
    /// <summary>Reads the source twice and writes the table, whole or not at all.</summary>
    /// <param name="source">The sequences; its classes are the labels.</param>
    /// <param name="options">How they are cut.</param>
    /// <param name="path">The table: <c>idx</c>, <c>feature</c>, <c>labels</c>, <c>input_ids</c>, <c>input_str</c>, <c>token_type_ids</c>,
    /// <c>attention_mask</c>; lists stand in CSV as genomeNLP reads them.</param>
    /// <param name="progress">Told the records written.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <exception cref="OmniException">
    /// OH1650 options out of range; OH1651 no sequence is as long as a k-mer; what the source and the table report.
    /// </exception>
    public static KmerResult Write(
        DataSetSource source, KmerOptions options, string path, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        options.Check();
        var tokenizer = TokenizerOf(source, options, cancellation);
        var classes = source.Classes!;
        var areNumbers = classes.All(name => long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
        var parent = "";
        var sequences = 0L;
        var tooShort = 0L;
        using var writer = Table.Create(path, Columns(areNumbers), new() { Lists = CellLists.PrintedArrays });
        foreach (var part in SequenceParts.Of(source, options.Records))
        {
            if (part.Parent != parent) sequences++;
            parent = part.Parent;
            var ids = tokenizer.Tokenize(part.Sequence).Ids;
            if (ids.Length == 0) tooShort++;
            writer.Append(
                part.Name, part.Sequence, areNumbers ? long.Parse(part.Label!, CultureInfo.InvariantCulture) : part.Label,
                Each(ids, id => (long)id), Each(ids, tokenizer.TokenOf), Each(ids, _ => 0L), Each(ids, _ => 1L));
            if (writer.Rows % 1024 != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(writer.Rows);
        }
        writer.Complete();
        return new KmerResult(tokenizer, sequences, writer.Rows, tooShort);
    }

    private static OmniTokenizer TokenizerOf(DataSetSource source, KmerOptions options, CancellationToken cancellation)
    {
        var kmers = new HashSet<string>();
        var known = kmers.GetAlternateLookup<ReadOnlySpan<char>>();
        var letters = new LetterCounts();
        foreach (var part in SequenceParts.Of(source, options.Records with { ReverseComplements = false }))
        {
            cancellation.ThrowIfCancellationRequested();
            letters.Add(part.Sequence);
            Collect(part.Sequence);
            if (options.Records.ReverseComplements) Collect(SequenceParts.ReverseComplement(part.Sequence));
        }
        if (options.Records.ReverseComplements && letters.Molecule == Molecule.Protein)
            throw new UsageException("OH1650", "proteins have no reverse complement", null, "Leave reverse complements out.");
        return kmers.Count > 0
            ? GenomicTokenizers.Kmers([.. kmers.Order(StringComparer.Ordinal)], options.Stride)
            : throw new OmniException("OH1651", $"no sequence has the {Plural.Count(options.Length, "letter")} of a k-mer");

        void Collect(string sequence)
        {
            for (var at = 0; at + options.Length <= sequence.Length; at += options.Stride) known.Add(sequence.AsSpan(at, options.Length));
        }
    }

    private static object?[] Each(IReadOnlyList<int> ids, Func<int, object?> value) => [.. ids.Select(value)];

    private static IReadOnlyList<TableColumn> Columns(bool areNumbers) =>
    [
        new("idx", TableType.Text), new("feature", TableType.Text),
        new("labels", areNumbers ? new TableType(TableKind.Int64) : TableType.Text),
        new("input_ids", TableType.ListOf(new TableType(TableKind.Int32))),
        new("input_str", TableType.ListOf(TableType.Text)),
        new("token_type_ids", TableType.ListOf(new TableType(TableKind.Int8))),
        new("attention_mask", TableType.ListOf(new TableType(TableKind.Int8))),
    ];
}
