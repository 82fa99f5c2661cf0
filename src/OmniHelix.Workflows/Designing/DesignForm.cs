using OmniHelix.Data.Files;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Workflows.Designing;

/// <summary>How designed sequences are written where no name tells it.</summary>
public enum DesignForm
{
    /// <summary>Sequence, structure with its energy, and scores: three lines each.</summary>
    Txt,

    /// <summary>One object with the keys of OmniGenBench's <c>rna_design</c>, and more.</summary>
    Json,

    /// <summary>A row a sequence, scores as columns.</summary>
    Csv,

    /// <summary>Structure and scores behind the names.</summary>
    Fasta,
}

/// <summary>The kinds of files that forms are.</summary>
internal static class DesignForms
{
    /// <summary>The kind of a form.</summary>
    public static FileKind Kind(this DesignForm form) => form switch
    {
        DesignForm.Json => DataFileKinds.Json,
        DesignForm.Csv => DataFileKinds.Csv,
        DesignForm.Fasta => SequenceFileKinds.Fasta,
        _ => SequenceFileKinds.Lines,
    };
}
