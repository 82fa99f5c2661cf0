using System.ComponentModel;
using OmniHelix.Inference.Writing;

namespace OmniHelix.Cli.Commands.Infer;

/// <summary>Notations of structures.</summary>
internal enum StructureFormat
{
    /// <summary>Brackets and dots.</summary>
    DotBracket,

    /// <summary>Connectivity table.</summary>
    Ct,

    /// <summary>Base, letter, partner.</summary>
    Bpseq,
}

/// <summary>What <c>omni infer</c> writes.</summary>
internal sealed record InferSettings
{
    [Description("Probabilities of every class also for tasks with a result per base.")]
    public bool Probabilities { get; init; }

    [Description("Raw outputs before softmax or sigmoid.")]
    public bool Logits { get; init; }

    [Description("Last hidden states per base: large; JSON only.")]
    public bool HiddenStates { get; init; }

    [Description("Write structures only, in this notation, whatever the output is called.")]
    public StructureFormat? StructureFormat { get; init; }

    /// <summary>The form of the output.</summary>
    /// <param name="path">Output file; null for standard output.</param>
    /// <exception cref="UsageException">OH2032: the name tells no form, or the form cannot hold what is asked for.</exception>
    public PredictionFormat Format(string? path)
    {
        var format = StructureFormat switch
        {
            Infer.StructureFormat.DotBracket => PredictionFormat.DotBracket,
            Infer.StructureFormat.Ct => PredictionFormat.Ct,
            Infer.StructureFormat.Bpseq => PredictionFormat.Bpseq,
            _ when path is null => PredictionFormat.JsonLines,
            _ => PredictionWriter.FormatOf(path) ?? throw new UsageException("OH2032", $"the ending '{Path.GetExtension(path)}' tells no form", path, "Choose .jsonl, .json, .csv, .tsv, .dbn, .ct or .bpseq."),
        };
        if (HiddenStates && format is not (PredictionFormat.JsonLines or PredictionFormat.Json)) throw new UsageException("OH2032", "hidden states are written to .jsonl and .json only", path, "For arrays use omni embed --aggregation token --output x.npy.");
        return format;
    }
}
