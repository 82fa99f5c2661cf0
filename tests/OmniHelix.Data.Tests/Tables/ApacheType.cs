using Apache.Arrow;
using Apache.Arrow.Types;
using CsCheck;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tests.Tables;

/// <summary>
/// A value as Apache.Arrow takes it, and as our reader gives it; see <see cref="AnyTable"/>. Both are null when it is missing.
/// </summary>
internal readonly record struct ValuePair(object? Theirs, object? Ours);

/// <summary>A type of Apache.Arrow, what our reader makes of it, and how CsCheck draws values of it.</summary>
/// <param name="Theirs">Theirs.</param>
/// <param name="Ours">Ours.</param>
/// <param name="Present">Values that are there.</param>
/// <param name="Build">Makes an array of theirs, null where one is missing.</param>
internal sealed record ApacheType(IArrowType Theirs, TableType Ours, Gen<ValuePair> Present, Func<object?[], IArrowArray> Build)
{
    private const int DeepestType = 2;

    /// <summary>Any type that our reader knows.</summary>
    public static Gen<ApacheType> Any { get; } = Gen.Recursive<ApacheType>((depth, inner) => depth >= DeepestType
        ? ApacheLeaves.Any
        : Gen.Frequency(
            (6, ApacheLeaves.Any),
            (1, inner.Select(ApacheNested.List)),
            (1, inner.Select(ApacheNested.LargeList)),
            (1, Gen.Select(inner, Gen.Int[1, 3], ApacheNested.FixedList)),
            (1, inner.Array[1, 3].Select(ApacheNested.Struct)),
            (1, inner.Select(ApacheNested.Map)),
            (2, ApacheNested.Dictionary)));

    /// <summary>Values of which every fifth is missing.</summary>
    public Gen<ValuePair> Values => Gen.Frequency((1, Gen.Const(default(ValuePair))), (4, Present));
}
