using System.Diagnostics;
using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Compression;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Workflows.Structures;

/// <summary>Structures of least energy of records, into a file or a stream: on all cores, in the order of the records.</summary>
/// <example><code>
/// var configuration = FoldConfiguration.Resolve(new FoldOptions { Input = "x.fasta", Output = "x.dbn" });
/// var outcome = new FoldWorkflow(configuration).Run(Console.Out);
/// </code></example>
/// <param name="configuration">What is used.</param>
public sealed class FoldWorkflow(FoldConfiguration configuration)
{
    private const int FailuresKept = 5;

    private readonly FoldOptions options = configuration.Options;
    private readonly List<OmniException> failures = [];
    private long records;
    private long failed;
    private long bases;
    private long unknown;
    private long withUnknown;

    /// <summary>Folds every record.</summary>
    /// <param name="stream">Receives the structures when no file is named.</param>
    /// <param name="progress">Is told after each record.</param>
    /// <param name="cancellation">Stops between records.</param>
    /// <exception cref="OmniException">The records cannot be read; OH600x a file cannot be written.</exception>
    public FoldOutcome Run(TextWriter stream, IProgress<InferenceProgress>? progress = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var fields = new RecordOptions { SequenceField = options.SequenceField };
        using var input = RecordSource.Open(options.Input, options.InputFormat, options.Sequence, fields);
        using var pairs = options.Probabilities is { } path ? new PairTable(path) : null;
        Write(stream, Folded(input, progress, cancellation).Select(record =>
        {
            pairs?.Append(record);
            return record;
        }));
        pairs?.Complete();
        return new FoldOutcome(records, failed, bases, clock.Elapsed.TotalSeconds)
        {
            Failures = failures,
            UnknownLetters = unknown,
            RecordsWithUnknownLetters = withUnknown,
        };
    }

    private IEnumerable<FoldedRecord> Folded(
        InferenceInput input, IProgress<InferenceProgress>? progress, CancellationToken cancellation)
    {
        var memory = options.Memory is { } given
            ? (long)(given * (1L << 30))
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
        var ensemble = options.Ensemble || options.Probabilities is not null;
        var folding = new RecordFolding(options, memory);
        var work = new OrderedWork(options.Threads == 0 ? Environment.ProcessorCount : options.Threads, memory);
        var folded = work.Run(
            input.Examples, example => folding.Bytes(example.Sequence.Length, ensemble), example => folding.Fold(example, ensemble),
            cancellation);
        foreach (var record in folded)
        {
            Count(record);
            progress?.Report(new InferenceProgress(records, input.Fraction));
            yield return record;
        }
    }

    private void Count(FoldedRecord record)
    {
        records++;
        if (record.Error is { } error)
        {
            failed++;
            if (failures.Count < FailuresKept) failures.Add(error);
            return;
        }
        bases += record.Sequence.Length;
        unknown += record.UnknownLetters;
        if (record.UnknownLetters > 0) withUnknown++;
    }

    private void Write(TextWriter stream, IEnumerable<FoldedRecord> folded)
    {
        if (configuration.Output is not { } path)
        {
            foreach (var record in folded) FoldedText.Write(stream, record);
        }
        else if (StructureFile.All.FirstOrDefault(file => file.Kind == configuration.Kind) is { } structures)
        {
            CompressedOutput.Write(path, file =>
            {
                using var text = new StreamWriter(file, leaveOpen: true);
                foreach (var record in folded)
                    if (record.Error is null) structures.Write(text, record.ToStructureRecord());
            });
        }
        else
        {
            using var table = new FoldedTable(path, configuration.Kind!, options.Ensemble);
            foreach (var record in folded) table.Append(record);
            table.Complete();
        }
    }
}
