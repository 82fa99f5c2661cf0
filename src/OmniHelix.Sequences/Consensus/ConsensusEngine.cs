using System.Globalization;
using System.Runtime.CompilerServices;

namespace OmniHelix.Sequences.Consensus;

/// <summary>What became of an edit.</summary>
internal enum EditOutcome
{
    /// <summary>It is in the sequence.</summary>
    Applied,

    /// <summary>It is in the sequence, cut at the target's end.</summary>
    AppliedClipped,

    /// <summary>Its span is kept and counts as covered.</summary>
    Frozen,

    /// <summary>It changes bases that an edit before it already changed.</summary>
    Overlaps,

    /// <summary>It lies on another part of the contig.</summary>
    Outside,

    /// <summary>It lies behind the last base of the sequence, where the target should have more.</summary>
    Beyond,
}

/// <summary>
/// Applies edits, in the order of their positions, to one target sequence and hands the result to a sink piece by piece: stretches of the
/// target and letters between them. Only the letters of the last edit are held back, because an insertion may still anchor on them; so the
/// state is small, and thousands of sequences over the same target can grow side by side. The rules are those of <c>bcftools consensus</c>
/// 1.24.
/// </summary>
internal sealed class ConsensusEngine(ConsensusOptions options)
{
    private const string OtherAssembly = "VCF and FASTA must belong to the same assembly;"
        + " records of one can be checked against the other with 'bcftools norm --check-ref'.";

    private ConsensusTarget target = ConsensusTarget.Whole("");
    private ReadOnlyMemory<byte> bases;
    private byte[] held = new byte[16];
    private int heldCount;

    // Offsets are relative to the target. Bases before `cursor` have been handed on or are held.
    private int cursor, shift, fillFrom;
    private long frozen;
    private long previousBasePosition;
    private byte previousBase;
    private bool afterInsertion;

    /// <summary>Where the sequence goes; may change between edits.</summary>
    public IConsensusSink Sink { get; set; } = null!;

    /// <summary>Takes the gaps between target and result; null when nobody asks.</summary>
    public ChainBuilder? Chain { get; set; }

    /// <summary>Length of the result minus length of the target, so far.</summary>
    public int Shift => shift;

    /// <summary>Starts a target.</summary>
    /// <param name="next">Name and place.</param>
    /// <param name="sequence">Its bases, masked; they must not change until <see cref="End"/>.</param>
    public void Begin(ConsensusTarget next, ReadOnlyMemory<byte> sequence)
    {
        target = next;
        bases = sequence;
        heldCount = 0;
        cursor = 0;
        shift = 0;
        fillFrom = 0;
        frozen = -1;
        previousBasePosition = -1;
        previousBase = 0;
        if (!options.BcftoolsCompatible) afterInsertion = false;
    }

    /// <summary>Applies an edit; positions never go back.</summary>
    /// <exception cref="OmniException">
    /// OH1901 the reference allele is not in the sequence; OH1902 a genotype names an allele that the record does not have; OH1903 a
    /// symbolic allele that cannot be spelled.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public EditOutcome Apply(in ConsensusEdit edit)
    {
        if (edit.End <= target.Start || edit.Position >= target.End) return EditOutcome.Outside;
        if (edit.Kind == EditKind.Freeze) return Cover(edit.Position, edit.Span, hides: options.BcftoolsCompatible);
        if (edit.Kind == EditKind.Broken)
            throw Failure(
                "OH1902", "a genotype names an allele that the record does not have", edit, "The VCF is damaged; run a validator over it.");
        var work = new Edit(edit, target.Start + bases.Length - edit.Position);
        if (work.Position <= frozen && work.Position + work.Span - 1 > frozen && edit.Kind == EditKind.Keep)
            work.DropLeft((int)(frozen + 1 - work.Position));
        // For bcftools the anchor must agree in case, too.
        var anchored = edit.Anchored && (!options.BcftoolsCompatible || work.IsSymbolic || edit.Reference[0] == edit.Alternate[0]);
        if (work.Position <= frozen && (work.Position < frozen || !anchored || work.LengthChange == 0 || afterInsertion))
            return EditOutcome.Overlaps;

        var offset = work.Position - target.Start;
        if (offset + shift < 0)
        {
            work.CutBefore((int)-(offset + shift));
            offset = work.Position - target.Start;
        }
        if (offset >= bases.Length) return EditOutcome.Beyond;
        var at = (int)offset;
        var clipped = work.ClipAfter(bases.Length - at);
        if (edit.Kind == EditKind.AnyAllele) return Cover(work.Position, work.Span, hides: true);
        if (edit.Kind == EditKind.Unsupported)
            throw Failure(
                "OH1903", $"the symbolic allele {edit.Alternate} cannot be written as sequence", edit,
                "Leave such records out, for instance with --exclude 'ALT~\"<.*>\"'.");

        if (!work.IsSymbolic) CheckReference(work, at, edit);
        var letters = work.Letters.Length <= 256 ? stackalloc byte[256] : new byte[work.Letters.Length + work.Span];
        var count = Spell(work, at, edit.Kind, ref letters);
        Splice(work, at, letters[..count], anchored);
        var isTooLong = !options.BcftoolsCompatible && EndsBehind(edit);
        return clipped || isTooLong ? EditOutcome.AppliedClipped : EditOutcome.Applied;
    }

    /// <summary>The same where a record that reaches behind the last base of the sequence means another assembly.</summary>
    /// <inheritdoc cref="Apply"/>
    /// <exception cref="OmniException">OH1901: the sequence ends before the edit does.</exception>
    public EditOutcome ApplyWithin(in ConsensusEdit edit)
    {
        if (edit.Position < target.End && EndsBehind(edit))
            throw Failure(
                "OH1901", string.Create(
                    CultureInfo.InvariantCulture,
                    $"the reference allele {edit.Reference} (alternate {edit.Alternate}) is not in the sequence, which ends at "
                        + $"{target.Start + bases.Length}"),
                edit, OtherAssembly);
        return Apply(edit);
    }

    // A part of a contig ends where the contig goes on.
    private bool EndsBehind(in ConsensusEdit edit)
    {
        var end = target.Start + bases.Length;
        return edit.End > end && end < target.End;
    }

    /// <summary>Hands on what is left of the target.</summary>
    public void End()
    {
        FlushHeld();
        CopyUpTo(bases.Length);
    }

    /// <summary>Takes a record that leaves the sequence as it is.</summary>
    /// <param name="position">First base on the contig, from 0.</param>
    /// <param name="span">Bases that it covers.</param>
    /// <param name="hides">Records behind it that touch these bases are passed over.</param>
    private EditOutcome Cover(long position, int span, bool hides)
    {
        var last = position + span - 1;
        if (last <= frozen) return EditOutcome.Frozen;
        var from = position - target.Start;
        if (from > cursor)
        {
            FlushHeld();
            CopyUpTo((int)Math.Min(from, bases.Length));
        }
        if (hides) frozen = last;
        fillFrom = Math.Max(fillFrom, (int)Math.Min(last + 1 - target.Start, bases.Length));
        return EditOutcome.Frozen;
    }

    /// <summary>Replacement letters: case of the sequence, then the marks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Spell(in Edit work, int at, EditKind kind, ref Span<byte> letters)
    {
        var text = kind == EditKind.Delete ? work.Reference[..Math.Min(1, work.Reference.Length)] : work.Letters;
        var marked = options.MarkDeletion is not null && (kind == EditKind.Delete ? work.Span > 1 : work.Letters.Length < work.Span);
        if (marked && kind == EditKind.Delete) text = work.Reference[..Math.Min(work.Reference.Length, work.Span)];
        var count = marked ? Math.Max(work.Span, text.Length) : text.Length;
        if (letters.Length < count) letters = new byte[count];
        var first = BaseAt(Math.Max(at + shift, 0) - shift);
        var upper = first == AsciiCase.ToUpper(first);
        for (var i = 0; i < text.Length; i++) letters[i] = (byte)text[i];
        if (marked) letters[text.Length..count].Fill((byte)options.MarkDeletion!.Value);
        for (var i = 0; i < count; i++) letters[i] = upper ? AsciiCase.ToUpper(letters[i]) : AsciiCase.ToLower(letters[i]);
        if (options.MarkInsertion is { } insertion)
            for (var i = work.Reference.Length; i < text.Length; i++) letters[i] = insertion.Apply(letters[i]);
        if (options.MarkSubstitution is { } substitution)
            // The letters that stand for deleted bases are other ones, too.
            for (var i = 0; i < Math.Min(count, work.Reference.Length); i++)
                if (AsciiCase.ToUpper(letters[i]) != AsciiCase.ToUpper((byte)work.Reference[i]))
                    letters[i] = substitution.Apply(letters[i]);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Splice(in Edit work, int at, ReadOnlySpan<byte> letters, bool anchored)
    {
        var change = letters.Length - work.Span;
        var isConsumed = cursor > at;
        var keepsAnchor = change > 0 ? SharesFirst(work, letters) : anchored && (options.BcftoolsCompatible || SharesFirst(work, letters));
        if (change != 0) NoteGap(work, letters);
        if (change <= 0)
        {
            var last = at + work.Span - 1;
            previousBase = last >= 0 && work.Span > 0 ? BaseAt(last) : (byte)0;
            previousBasePosition = work.Position + work.Span - 1;
        }
        else
        {
            previousBasePosition = work.Position;
        }
        if (at + shift < 0)
        {
            // The anchor stands before the target.
            letters = letters[1..];
        }
        else if (!isConsumed)
        {
            FlushHeld();
            CopyUpTo(at);
            Hold(keepsAnchor ? bases.Span[at] : letters[0]);
            letters = letters[1..];
        }
        else if (heldCount > 0)
        {
            if (!keepsAnchor) held[heldCount - 1] = letters[0];
            letters = letters[1..];
        }
        foreach (var letter in letters) Hold(letter);
        cursor = at + work.Span;
        shift += change;
        fillFrom = Math.Max(fillFrom, cursor + (change > 0 && !keepsAnchor ? 1 : 0));
        frozen = work.Position + work.Span - 1;
        afterInsertion = change > 0;
    }

    private bool SharesFirst(in Edit work, ReadOnlySpan<byte> letters) => work.Reference.Length > 0 && (options.BcftoolsCompatible
        ? letters[0] == work.Reference[0]
        : AsciiCase.ToUpper(letters[0]) == AsciiCase.ToUpper((byte)work.Reference[0]));

    private void NoteGap(in Edit work, ReadOnlySpan<byte> letters)
    {
        if (Chain is null || (options.BcftoolsCompatible && bases.Length + shift + letters.Length - work.Span == 0)) return;
        var same = work.Reference.Length > 0 && letters.Length > 0
            && AsciiCase.ToUpper(letters[0]) == AsciiCase.ToUpper((byte)work.Reference[0])
            ? 1
            : 0;
        Chain.Add(new(work.Position + same, work.Span - same, work.Position + same + shift, letters.Length - same));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CheckReference(in Edit work, int at, in ConsensusEdit edit)
    {
        var n = Math.Min(work.Reference.Length, work.Span);
        for (var i = 0; i < n; i++)
        {
            if (at + i + shift < 0) continue;
            var expected = AsciiCase.ToUpper((byte)work.Reference[i]);
            if (expected == AsciiCase.ToUpper(BaseAt(at + i))) continue;
            if (i == 0 && previousBasePosition == work.Position && expected == AsciiCase.ToUpper(previousBase)) continue;
            var from = Math.Max(at, 0);
            var seen = System.Text.Encoding.ASCII.GetString(bases.Span[from..Math.Min(bases.Length, from + Math.Max(n, 1))]);
            throw Failure(
                "OH1901", $"the reference allele {edit.Reference} (alternate {edit.Alternate}) is not in the sequence, which reads {seen}",
                edit, OtherAssembly);
        }
    }

    /// <summary>The letter that the result has in place of a target base: the base itself, or the last one held.</summary>
    private byte BaseAt(int at) => at >= cursor || heldCount == 0
        ? at >= 0 && at < bases.Length ? bases.Span[at] : (byte)'N'
        : held[heldCount - 1];

    private void CopyUpTo(int end)
    {
        if (end <= cursor) return;
        var kept = options.Absent is null ? end : Math.Clamp(fillFrom, cursor, end);
        if (kept > cursor) Sink.Copy(bases.Span[cursor..kept], cursor);
        if (end > kept) Sink.Fill((byte)options.Absent!.Value, end - kept);
        cursor = end;
    }

    private void FlushHeld()
    {
        if (heldCount == 0) return;
        Sink.Write(held.AsSpan(0, heldCount));
        heldCount = 0;
    }

    private void Hold(byte letter)
    {
        if (heldCount == held.Length) Array.Resize(ref held, 2 * held.Length);
        held[heldCount++] = letter;
    }

    private OmniException Failure(string code, string message, in ConsensusEdit edit, string advice) =>
        new(code, message, string.Create(CultureInfo.InvariantCulture, $"{target.Contig}:{edit.Position + 1}"), advice);

    /// <summary>The part of an edit that touches the target.</summary>
    private ref struct Edit
    {
        /// <summary>Begins with the whole edit.</summary>
        /// <param name="edit">The edit.</param>
        /// <param name="room">Bases from its position to the target's end.</param>
        public Edit(in ConsensusEdit edit, long room)
        {
            Position = edit.Position;
            Span = edit.Span;
            Reference = edit.Reference;
            Letters = edit.Alternate;
            IsSymbolic = edit.Kind is not (EditKind.Replace or EditKind.Keep or EditKind.Missing);
            if (edit.Kind != EditKind.Missing || Span == 1) return;
            Span = (int)Math.Clamp(room, 1, Span);
            Letters = new string(edit.Alternate[0], Span);
        }

        public bool IsSymbolic { get; }

        public long Position { get; private set; }

        public int Span { get; private set; }

        public ReadOnlySpan<char> Reference { get; private set; }

        public ReadOnlySpan<char> Letters { get; private set; }

        public readonly int LengthChange => IsSymbolic ? 1 - Span : Letters.Length - Span;

        /// <summary>Loses leading bases that an edit before has consumed.</summary>
        public void DropLeft(int count)
        {
            Position += count;
            Span -= count;
            Reference = Reference[Math.Min(count, Reference.Length)..];
            Letters = Letters[Math.Min(count, Letters.Length)..];
        }

        /// <summary>
        /// The first <paramref name="before"/> bases stand before the target: only the last of them stays, as the anchor, unless the
        /// alternate reaches into the target.
        /// </summary>
        public void CutBefore(int before)
        {
            if (!IsSymbolic && Letters.Length > before)
            {
                DropLeft(before);
                return;
            }
            Position += before - 1;
            Span -= before - 1;
            Reference = Reference[(Math.Min(before, Reference.Length) - 1)..];
            if (!IsSymbolic) Letters = Letters[^1..];
        }

        /// <summary>Cuts what lies after the target; true when letters were lost.</summary>
        public bool ClipAfter(int room)
        {
            if (Span <= room) return false;
            Span = room;
            if (IsSymbolic || Letters.Length <= room) return false;
            Letters = Letters[..room];
            return true;
        }
    }
}
