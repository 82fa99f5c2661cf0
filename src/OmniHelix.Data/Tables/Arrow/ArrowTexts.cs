using System.Text.Unicode;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Texts and bytes as tables hold them: a missing one is empty, whatever stands in its place in the file.</summary>
internal static class ArrowTexts
{
    public static TextData Of(TableType type, int count, ulong[]? valid, byte[] bytes, int[] ends)
    {
        if (valid is not null) CloseGaps(valid, bytes, ends);
        return new TextData(type, count, valid, bytes, ends);
    }

    /// <summary>The whole is checked at once; then only the borders are left.</summary>
    public static bool AreUtf8(byte[] bytes, int[] ends)
    {
        var all = bytes.AsSpan(0, ends.Length == 0 ? 0 : ends[^1]);
        var isValid = Utf8.IsValid(all);
        foreach (var end in ends) isValid &= end >= all.Length || (all[end] & 0xC0) != 0x80;
        return isValid;
    }

    public static OmniException NotUtf8(ArrowField field, ArrowBuffer texts) =>
        texts.Broken($"the texts of column '{field.Name}' are not valid UTF-8");

    private static void CloseGaps(ulong[] valid, byte[] bytes, int[] ends)
    {
        var start = 0;
        var used = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            var end = ends[i];
            if (ArrowBits.IsSet(valid, i))
            {
                if (used != start) bytes.AsSpan(start, end - start).CopyTo(bytes.AsSpan(used));
                used += end - start;
            }
            ends[i] = used;
            start = end;
        }
    }
}
