using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OmniHelix.Sequences.Native;

/// <summary>htslib (libhts.so.3), as far as BCF and building indexes need it.</summary>
internal static unsafe partial class Htslib
{
    // Where bcf1_t of libhts.so.3 keeps its errcode; a C compiler says so of htslib/vcf.h.
    private const int ErrorCodeOffset = 204;

    static Htslib() => NativeLibraries.Prepare();

    [StructLayout(LayoutKind.Sequential)]
    internal struct KString
    {
        public nuint Length, Capacity;
        public byte* Text;

        public readonly ReadOnlySpan<byte> Span =>
            Length > (nuint)Array.MaxLength ? throw new OmniException("OH1006", "a record is longer than 2 GiB") : new(Text, (int)Length);
    }

    /// <summary>Which columns of a text file an index is made of.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TabixColumns
    {
        public int Preset, Sequence, Begin, End, Comment, Skip;
    }

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial void hts_set_log_level(int level);

    [LibraryImport(NativeLibraries.Hts, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial HtsFile hts_open(string path, string mode);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int hts_close(nint file);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int hts_check_EOF(HtsFile file);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial nint hts_get_bgzfp(HtsFile file);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial long bgzf_seek(nint bgzf, long offset, int whence);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial void hts_free(void* memory);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial BcfHeader bcf_hdr_read(HtsFile file);

    [LibraryImport(NativeLibraries.Hts, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bcf_hdr_id2int(BcfHeader header, int dictionary, string id);

    [LibraryImport(NativeLibraries.Hts, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial BcfHeader bcf_hdr_init(string mode);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int bcf_hdr_parse(BcfHeader header, byte* text);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int bcf_hdr_write(HtsFile file, BcfHeader header);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int bcf_hdr_format(BcfHeader header, int isBcf, KString* text);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial void bcf_hdr_destroy(nint header);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial nint bcf_init();

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial void bcf_destroy(nint record);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int bcf_read(HtsFile file, BcfHeader header, BcfRecord record);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int bcf_write(HtsFile file, BcfHeader header, BcfRecord record);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int vcf_format(BcfHeader header, BcfRecord record, KString* text);

    [LibraryImport(NativeLibraries.Hts)]
    internal static partial int vcf_parse(KString* text, BcfHeader header, BcfRecord record);

    [LibraryImport(NativeLibraries.Hts, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bcf_index_build3(string path, string index, int minShift, int threads);

    [LibraryImport(NativeLibraries.Hts, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int tbx_index_build3(string path, string index, int minShift, int threads, TabixColumns* columns);

    /// <summary>Errors are reported by us; htslib would print them.</summary>
    internal static void Silence() => hts_set_log_level(0);

    /// <summary>What htslib objects to in a record, as flags; 0 for nothing.</summary>
    internal static int ErrorCode(BcfRecord record) => *(int*)(record.DangerousGetHandle() + ErrorCodeOffset);
}

/// <summary>An open file of htslib.</summary>
internal sealed class HtsFile() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Closes it; false when what was written did not arrive.</summary>
    public bool TryClose()
    {
        if (IsClosed || IsInvalid) return true;
        var result = Htslib.hts_close(handle);
        SetHandleAsInvalid();
        return result == 0;
    }

    protected override bool ReleaseHandle() => Htslib.hts_close(handle) == 0;
}

/// <summary>A header in htslib's memory.</summary>
internal sealed class BcfHeader() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Htslib.bcf_hdr_destroy(handle);
        return true;
    }
}

/// <summary>A record in htslib's memory.</summary>
internal sealed class BcfRecord : SafeHandleZeroOrMinusOneIsInvalid
{
    public BcfRecord()
        : base(ownsHandle: true) => SetHandle(Htslib.bcf_init());

    protected override bool ReleaseHandle()
    {
        Htslib.bcf_destroy(handle);
        return true;
    }
}
