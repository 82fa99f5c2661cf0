namespace OmniHelix.Sequences.Genome;

/// <summary>Why a record is not in an index, or cannot be read through it.</summary>
public enum FaidxNoteKind
{
    /// <summary>A header without sequence: left out, as samtools does.</summary>
    NoSequence,

    /// <summary>Its name stands there already: left out, as samtools does.</summary>
    DuplicateName,

    /// <summary>Blanks inside its lines: indexed as samtools does, but regions of it would be wrong.</summary>
    BlankInside,
}

/// <summary>Something that an index cannot hold.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">One sentence with file and line.</param>
public sealed record FaidxNote(FaidxNoteKind Kind, string Text);
