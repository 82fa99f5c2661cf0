using OmniHelix.Data.Files;
using OmniHelix.Data.Records;
using OmniHelix.Inference.Writing;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Files;
using OmniHelix.Settings;
using OmniHelix.Workflows.Files;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What predictions use: every value decided.</summary>
/// <param name="Options">The values, with who said them.</param>
/// <param name="Output">File to write; null for a stream.</param>
/// <param name="Kind">What is written.</param>
public sealed record InferConfiguration(InferOptions Options, string? Output, FileKind Kind)
{
    /// <summary>Everything that can be said about predictions.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<InferOptions>();

    /// <summary>Decides every value: defaults ← columns of the run that the model comes from ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2016 an unknown form of input; OH2020 there is no model; OH2021 values that exclude each
    /// other; OH2030 neither or both of the two
    /// sources of records; OH2032 the name of the output promises no predictions, or they cannot hold what is asked for.
    /// </exception>
    public static InferConfiguration Resolve(InferOptions said)
    {
        var settings = ApplicationRules.Resolve(Schema, said, ColumnsOfRun(said));
        EnsembleRules.Check(settings);
        var decided = settings.Get<InferOptions>();
        var output = ApplicationRules.OutputOf(decided);
        return new InferConfiguration(decided, output, KindOf(decided, output));
    }

    // What was trained on pairs predicts pairs: of one sequence it would see half of its input. A column of single sequences is taken where
    // the records have it, which may as well have another one.
    private static IReadOnlyList<Setting> ColumnsOfRun(InferOptions said)
    {
        var columns = said.Model is { } model ? RunSettings.Of(Schema, model, ["sequence_field", "pair_field"]) : [];
        if (columns.Exists(column => column.Key.Name == "pair_field")) return columns;
        return columns is [{ Value: string field }] && said.Input is { } file && HasField(file, field) ? columns : [];
    }

    // Of a pipe nothing can be read twice, so it is not looked into.
    private static bool HasField(string file, string field)
    {
        if (new FileInfo(file) is not { Exists: true, Length: > 0 }) return false;
        try
        {
            var options = new RecordOptions { SequenceField = field, ForInference = true };
            return ExampleReader.Read(file, options).FirstOrDefault() is { Error: null };
        }
        catch (OmniException)
        {
            // What is wrong with the records is told when they are read.
            return false;
        }
    }

    private static FileKind KindOf(InferOptions decided, string? output)
    {
        FileKind? structures = decided.StructureFormat switch
        {
            StructureFormat.DotBracket => StructureFileKinds.DotBracket,
            StructureFormat.Ct => StructureFileKinds.Ct,
            StructureFormat.Bpseq => StructureFileKinds.Bpseq,
            _ => null,
        };
        if (structures is not null && output is not null) KnownFiles.Kinds.RequireName(output, "structures", structures);
        var kind = structures ?? (output is null ? DataFileKinds.JsonLines : PredictionWriter.KindOf(output));
        if (decided.HiddenStates && kind != DataFileKinds.JsonLines && kind != DataFileKinds.Json)
            throw new UsageException(
                "OH2032", "hidden states are written to .jsonl and .json only", output,
                "For arrays use omni embed --aggregation token --output x.npy.");
        return kind;
    }
}
