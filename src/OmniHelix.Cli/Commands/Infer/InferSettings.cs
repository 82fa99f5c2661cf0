using System.ComponentModel;
using OmniHelix.Data.Files;
using OmniHelix.Inference.Writing;
using OmniHelix.Rna.Files;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;

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

    [Description("Write structures only, in this notation.")]
    public StructureFormat? StructureFormat { get; init; }

    /// <summary>The kind of the output.</summary>
    /// <param name="path">Output file; null for standard output.</param>
    /// <exception cref="UsageException">OH2032: the name promises no predictions, or the kind cannot hold what is asked for.</exception>
    public FileKind Kind(string? path)
    {
        FileKind? structures = StructureFormat switch
        {
            Infer.StructureFormat.DotBracket => StructureFileKinds.DotBracket,
            Infer.StructureFormat.Ct => StructureFileKinds.Ct,
            Infer.StructureFormat.Bpseq => StructureFileKinds.Bpseq,
            _ => null,
        };
        if (structures is not null && path is not null) KnownFiles.Kinds.RequireName(path, "structures", structures);
        var kind = structures ?? (path is null ? DataFileKinds.JsonLines : PredictionWriter.KindOf(path));
        if (HiddenStates && kind != DataFileKinds.JsonLines && kind != DataFileKinds.Json)
            throw new UsageException(
                "OH2032", "hidden states are written to .jsonl and .json only", path,
                "For arrays use omni embed --aggregation token --output x.npy.");
        return kind;
    }
}
