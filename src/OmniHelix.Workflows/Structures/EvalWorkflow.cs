using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Rna;
using OmniHelix.Rna.Files;
using OmniHelix.Rna.Folding;
using OmniHelix.Sequences.Compression;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Workflows.Structures;

/// <summary>The energies of the structures of records, into a file or a stream, in the order of the records.</summary>
/// <param name="configuration">What is used.</param>
public sealed class EvalWorkflow(EvalConfiguration configuration)
{
    private readonly EvalOptions options = configuration.Options;
    private readonly EnergyModel model = new(configuration.Options.Conditions());

    /// <summary>Computes the energy of every record's structure.</summary>
    /// <param name="stream">Receives the energies when no file is named.</param>
    /// <param name="progress">Is told after each record.</param>
    /// <param name="cancellation">Stops between records.</param>
    /// <exception cref="OmniException">The records cannot be read; OH600x a file cannot be written.</exception>
    public RnaOutcome Run(TextWriter stream, IProgress<InferenceProgress>? progress = null, CancellationToken cancellation = default)
    {
        var tally = new RecordTally();
        var (otherPairs, recordsWithOthers) = (0L, 0L);
        var fields = new RecordOptions { SequenceField = options.SequenceField };
        using var input = RecordSource.Open(options.Input, options.InputFormat, options.Sequence, fields);
        var records = options.Structure is { } typed
            ? input.Examples.Zip(EvalConfiguration.Words(typed), (example, text) => (example, (string?)text))
            : input.Examples.Select(example => (example, (string?)null));
        var work = new OrderedWork(options.Threads, long.MaxValue);
        Write(stream, work.Run(records, _ => 0, record => Evaluate(record.example, record.Item2), cancellation).Select(Noted));
        return tally.End(OtherPairs(otherPairs, recordsWithOthers));

        EvaluatedRecord Noted(EvaluatedRecord record)
        {
            if (record.Error is { } error) tally.Add(error);
            else tally.Add(record.Sequence.Length, record.UnknownLetters);
            otherPairs += record.OtherPairs;
            if (record.OtherPairs > 0) recordsWithOthers++;
            progress?.Report(new InferenceProgress(tally.Records, input.Fraction));
            return record;
        }
    }

    private EvaluatedRecord Evaluate(Example example, string? typed)
    {
        try
        {
            var (sequence, unknown) = RnaLetters.Read(example, options.Unknown);
            var structure = typed is null
                ? RecordField.Structure(example, options.StructureField)
                : SecondaryStructure.Parse(typed, example.Place);
            var energy = model.Evaluate(sequence, structure);
            if (energy.Loops.FirstOrDefault(loop => double.IsInfinity(loop.Energy)) is { Closing: { } pair })
                throw new OmniException(
                    "OH1857", $"the hairpin of the pair {pair.Open + 1}-{pair.Close + 1} has "
                        + $"{Plural.Count(pair.Close - pair.Open - 1, "base")}, and a hairpin has 3 or more", null,
                    "Take the pair out of the structure.");
            return new EvaluatedRecord(example, sequence)
            {
                Structure = structure,
                Energy = energy,
                OtherPairs = structure.Pairs.Count(pair => !BasePair.IsCanonical(sequence[pair.Open], sequence[pair.Close])),
                UnknownLetters = unknown,
            };
        }
        catch (OmniException e)
        {
            var error = e.Place is null ? new OmniException(e.Code, e.Message, example.Place, e.Advice) : e;
            return new EvaluatedRecord(example, example.Sequence) { Error = error };
        }
    }

    private void Write(TextWriter stream, IEnumerable<EvaluatedRecord> records)
    {
        if (configuration.Output is not { } path)
        {
            foreach (var record in records) EvaluatedText.Write(stream, record, options.Loops);
        }
        else if (StructureFile.All.FirstOrDefault(file => file.Kind == configuration.Kind) is { } structures)
        {
            CompressedOutput.Write(path, file =>
            {
                using var text = new StreamWriter(file, leaveOpen: true);
                foreach (var record in records)
                    if (record.Error is null) structures.Write(text, record.ToStructureRecord());
            });
        }
        else if (options.Loops)
        {
            Fill(path, EvaluatedRecord.LoopColumns, records.SelectMany(record =>
                record.Energy?.Loops.Select(loop => (record, (LoopEnergy?)loop)) ?? [(record, null)]));
        }
        else
        {
            Fill(path, EvaluatedRecord.Columns, records);
        }
    }

    private void Fill<T>(string path, IReadOnlyList<RecordColumn<T>> columns, IEnumerable<T> rows)
    {
        using var table = new RecordTable<T>(path, configuration.Kind!, columns);
        foreach (var row in rows) table.Append(row);
        table.Complete();
    }

    private static IEnumerable<string> OtherPairs(long pairs, long records)
    {
        if (pairs == 0) yield break;
        yield return $"{Plural.Count(pairs, "pair", format: "N0")} of {Plural.Count(records, "record", format: "N0")} "
            + $"{Plural.Of(pairs, "is", "are")} no AU, GC or GU, and {Plural.Of(pairs, "counts", "count")} as the worst of the parameters";
    }
}
