using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
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
    private readonly FoldOptions options = configuration.Options;

    /// <summary>Folds every record.</summary>
    /// <param name="stream">Receives the structures when no file is named.</param>
    /// <param name="progress">Is told after each record.</param>
    /// <param name="cancellation">Stops between records.</param>
    /// <exception cref="OmniException">The records cannot be read; OH600x a file cannot be written.</exception>
    public RnaOutcome Run(TextWriter stream, IProgress<InferenceProgress>? progress = null, CancellationToken cancellation = default)
    {
        var tally = new RecordTally();
        var fields = new RecordOptions { SequenceField = options.SequenceField };
        using var input = RecordSource.Open(options.Input, options.InputFormat, options.Sequence, fields);
        using var pairs = options.Probabilities is { } path
            ? new RecordTable<PairOfRecord>(path, StructureOutput.TableOf(path), PairOfRecord.Columns)
            : null;
        var narrower = 0L;
        var page = options.Report is null ? null : new FoldPage(options);
        Write(stream, Folded(input.Examples, new ShareOfRecord(tally, progress, cancellation), cancellation).Select(Noted));
        pairs?.Complete();
        var outcome = tally.End(narrower == 0 ? [] : [NarrowerNote(narrower)]);
        page?.Compose(outcome).Write(options.Report!);
        return outcome;

        FoldedRecord Noted(FoldedRecord record, int index)
        {
            if (record.Error is { } error) tally.Add(error);
            else tally.Add(record.Sequence.Length, record.UnknownLetters);
            if (record.Band < options.Subopt) narrower++;
            foreach (var pair in pairs is null ? [] : PairOfRecord.Of(record)) pairs!.Append(pair);
            page?.Add(index, record);
            progress?.Report(new InferenceProgress(tally.Records, input.Fraction));
            return record;
        }
    }

    /// <summary>Tells how much of a long record is done.</summary>
    private sealed class ShareOfRecord(
        RecordTally tally, IProgress<InferenceProgress>? progress, CancellationToken cancellation) : IProgress<double>
    {
        public void Report(double value)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new InferenceProgress(tally.Records, value));
        }
    }

    private string NarrowerNote(long records) =>
        FormattableString.Invariant($"{Plural.Count(records, "record", format: "N0")} {Plural.Of(records, "has", "have")} more than ")
            + FormattableString.Invariant($"{options.SuboptLimit:N0} structures within {options.Subopt} kcal/mol, ")
            + "and what is listed goes less far up; see --subopt-limit";

    private IEnumerable<FoldedRecord> Folded(IEnumerable<Example> examples, IProgress<double> share, CancellationToken cancellation)
    {
        var memory = options.Memory is { } given
            ? (long)(given * (1L << 30))
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;
        var everyEnsemble = options.Ensemble || options.Probabilities is not null;
        var folding = new RecordFolding(options, memory);
        var records = examples.Select((example, index) => (Example: example, Ensemble: everyEnsemble
            || (options.Report is not null && FoldPage.Draws(index, example.Sequence.Length))));
        return new OrderedWork(options.Threads, memory).Run(
            records, record => folding.Bytes(record.Example.Sequence.Length, record.Ensemble),
            record => folding.Fold(record.Example, record.Ensemble, share), cancellation);
    }

    private void Write(TextWriter stream, IEnumerable<FoldedRecord> folded)
    {
        if (configuration.Output is not { } path)
        {
            foreach (var record in folded) FoldedText.Write(stream, record, options.Ensemble);
        }
        else if (StructureFile.All.FirstOrDefault(file => file.Kind == configuration.Kind) is { } structures)
        {
            CompressedOutput.Write(path, file =>
            {
                using var text = new StreamWriter(file, leaveOpen: true);
                foreach (var record in folded.SelectMany(record => record.EachStructure()))
                    if (record.Error is null) structures.Write(text, record.ToStructureRecord());
            });
        }
        else
        {
            var kind = configuration.Kind!;
            using var table = new RecordTable<FoldedRecord>(path, kind, FoldedColumns.Of(kind, options));
            foreach (var record in folded.SelectMany(record => record.EachStructure()))
                if (record.Error is null || kind != SequenceFileKinds.Fasta) table.Append(record);
            table.Complete();
        }
    }
}
